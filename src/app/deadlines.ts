import type { Config } from './config.ts';

/** The whole shutdown must fit into the ten seconds that supervisors give. */
export const SHUTDOWN_MS = 9_500;

/**
 * How long each thing may take before it counts as dead, in ms, derived from the settings' timeouts. Each must exceed
 * the longest time its owner can take, or work in progress would be reported as lost; a test compares them.
 */
export function deadlinesOf({
  vobiz,
  postUnknownAfterMs,
  jobLockMs,
}: Pick<Config, 'vobiz' | 'postUnknownAfterMs' | 'jobLockMs'>) {
  const { readTimeoutMs, orderTimeoutMs, codeTimeoutMs, channelTimeoutMs, staleGraceMs } = vobiz;
  return {
    /** A submitted order form: checking availability, people and limits. */
    requestStaleAfterMs: 2 * readTimeoutMs + staleGraceMs,
    purchaseStaleAfterMs: orderTimeoutMs + staleGraceMs,
    /** The first code request. Later ones, and code checks, are turns: `TURN_MS` in the domain. */
    codeRequestStaleAfterMs: codeTimeoutMs + staleGraceMs,
    /** A number being connected: the channel is made, and the list read before and after. */
    connectStaleAfterMs: channelTimeoutMs + 2 * readTimeoutMs + staleGraceMs,
    /** A number being given back, or kept: the request alone. */
    releaseStaleAfterMs: channelTimeoutMs + staleGraceMs,
    /** A list asked for this long after a release or its undoing shows it. */
    releaseSettlesAfterMs: staleGraceMs,
    /** A list asked for this long after an unclear answer may show the channel. */
    channelSettlesAfterMs: staleGraceMs,
    postUnknownAfterMs,
    jobLockMs,
    confirmClaimWithinMs: 1_000,
    /** On shutdown: how long running handlers get to acknowledge before Slack's socket closes. */
    ackGraceMs: 500,
    /** On shutdown: how long slow calls get before they are cut off. */
    patienceMs: 6_000,
  };
}
export type Deadlines = ReturnType<typeof deadlinesOf>;
