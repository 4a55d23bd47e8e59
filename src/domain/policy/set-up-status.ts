import type { SetUp } from './set-up.ts';

/** How far a workspace is set up, for one person's Home. */
export type SetUpStatus = {
  isAdmin: boolean;
  /** Ids of those who may set it up, if the operator named them. */
  admins: readonly string[];
  source: 'file' | 'slack' | 'none';
  version: string;
  file?: string | undefined;
  /** What is set; undefined while nothing is, or nobody can tell. */
  values: SetUp | undefined;
  /** Whether this person left a set-up unfinished. */
  isBegun: boolean;
  /** Names of the WhatsApp accounts. */
  accounts: readonly string[];
};

/** Whether requests can be approved as somebody decided they should be. */
export function isSetUp({ source, values }: SetUpStatus): boolean {
  return source === 'file' || values !== undefined;
}
