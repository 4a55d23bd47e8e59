import type { ByonPolicy, Policy } from '../domain/policy/policy.ts';
import { type ChangeDeps, createVerificationChange } from '../flows/change.ts';
import type { Identify } from '../flows/identify.ts';
import { createByon } from '../flows/verification/byon.ts';
import type { Edge } from '../handlers/edge/edge.ts';
import { handleByon } from '../handlers/verification/byon-command.ts';
import { handleCodeCard } from '../handlers/verification/code-card.ts';
import { handleEnterCode } from '../handlers/verification/enter-code-form.ts';
import type { CardPlaces } from '../slack/card-places.ts';
import type { Modals } from '../slack/modals.ts';
import type { VobizClient } from '../vobiz/client.ts';
import { readSendFailure } from '../vobiz/failed-calls.ts';
import type { Config } from './config.ts';
import type { Stores } from './storage.ts';

/** Bring your own number, from the form that has a code sent to the modal that takes it. */
export function serveByon(options: {
  config: Pick<Config, 'codePace'>;
  edge: Edge;
  modals: Modals;
  stores: Stores;
  vobiz: VobizClient;
  identify: Identify;
  cardPlaces: CardPlaces;
  policy: () => ByonPolicy;
  approving: (team: string, channel: string) => Policy;
  permalink: (team: string, id: string) => Promise<string | undefined>;
  change: ChangeDeps;
}) {
  const { config, edge, modals, stores, change, permalink } = options;
  const { verifications, codeModals, deliveries } = stores;
  const { clock, newId, log } = change;
  const byon = createByon({
    ...options,
    ...stores,
    changeVerification: createVerificationChange({
      ...change,
      verifications,
      pace: config.codePace,
    }),
    readSendFailure,
    clock,
    newId,
    log,
  });
  handleEnterCode({ edge, modals, byon, verifications, codeModals, now: clock.now });
  handleCodeCard({ edge, byon, verifications, deliveries });
  return handleByon({ edge, modals, byon, permalink });
}
