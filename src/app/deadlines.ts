import type { Config } from './config.ts';

/** The whole shutdown must fit into the ten seconds that supervisors give. */
export const SHUTDOWN_MS = 9_500;

/**
 * How long each thing may take before it counts as dead, all in ms and all from the timeouts of the settings. Whoever gives
 * a thing up must come after the longest time its owner can take, or it would be told as lost while it is being done: a
 * test compares them.
 */
export function deadlinesOf({
  vobiz,
  postUnknownAfterMs,
  jobLockMs,
}: Pick<Config, 'vobiz' | 'postUnknownAfterMs' | 'jobLockMs'>) {
  const { readTimeoutMs, orderTimeoutMs, codeTimeoutMs, channelTimeoutMs, staleGraceMs } = vobiz;
  return {
    /** A submitted order form: looking at availability, people and limits. */
    requestStaleAfterMs: 2 * readTimeoutMs + staleGraceMs,
    /** A purchase that was sent. */
    purchaseStaleAfterMs: orderTimeoutMs + staleGraceMs,
    /** The first request for a code. Later ones, and codes being checked, are turns: `TURN_MS` of the domain. */
    codeRequestStaleAfterMs: codeTimeoutMs + staleGraceMs,
    /** A number being connected: the channel is made, and the list is read before and after. */
    connectStaleAfterMs: channelTimeoutMs + 2 * readTimeoutMs + staleGraceMs,
    /** A channel that Vobiz does not list this long after an unclear answer was not made. */
    channelAbsentAfterMs: staleGraceMs,
    /** A message that was posted and not answered. */
    postUnknownAfterMs,
    /** A job whose process gives no sign of life. */
    jobLockMs,
    /** What the replicas of Redis get to confirm a claim. */
    confirmClaimWithinMs: 1_000,
    /** While stopping: what handlers that are running get to acknowledge before Slack's socket is closed. */
    ackGraceMs: 500,
    /** While stopping: what slow calls get before they are cut off. */
    patienceMs: 6_000,
  };
}
export type Deadlines = ReturnType<typeof deadlinesOf>;
