import type { PolicyFinding } from './policy/assess-policy.ts';

/**
 * What the bot needs that only its operator can mend, and `amounts`, which are in the policy. `problem` stops the bot or
 * its work, `warning` will hurt some day, `unchecked` could not be checked.
 */
export type HealthTopic = 'slack' | 'redis' | 'records' | 'vobiz' | 'clock' | 'amounts' | 'owners';

export type Health = {
  topic: HealthTopic;
  verdict: 'ok' | 'warning' | 'problem' | 'unchecked';
  /** For `amounts`: which one never counts, and why. */
  says?: string;
  /** For `owners`: who has numbers and left. */
  people?: readonly string[];
};

/** What was found out from the running bot. `findings` is undefined when Slack did not say in time. */
export type Examined = {
  findings: readonly PolicyFinding[] | undefined;
  health: readonly Health[];
};
