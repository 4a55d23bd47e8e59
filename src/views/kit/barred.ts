import type { Barred } from '../../domain/policy/policy.ts';

export const BARRED: Readonly<Record<Barred, string>> = {
  outsider: 'Only people of the workspace this bot belongs to can do this.',
  guest: 'Guests cannot do this. Ask a full member of this workspace.',
  not_a_person: 'Only an active member of this workspace can do this.',
};
