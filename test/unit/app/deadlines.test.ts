import { expect, it } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { deadlinesOf, SHUTDOWN_MS } from '../../../src/app/deadlines.ts';
import { TURN_MS } from '../../../src/domain/verification/code.ts';
import { BACKGROUND_TIMEOUT_MS } from '../../../src/slack/clients.ts';

const LEAST = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  VOBIZ_AUTH_ID: 'MA_1',
  VOBIZ_AUTH_TOKEN: 'vobiz-1',
};
const TIMEOUTS = ['READ', 'ORDER', 'CODE', 'CHANNEL'] as const;
/** Each timeout by itself as long as it may be beside the others as they are. */
const SETTINGS = [
  {},
  ...TIMEOUTS.map((name) => ({ [`VOBIZ_${name}_TIMEOUT_MS`]: '30000' })),
  { VOBIZ_ORDER_TIMEOUT_MS: '1', VOBIZ_STALE_GRACE_MS: '1' },
];

it.each(SETTINGS)('nothing is given up while its owner may still be doing it: %o', (settings) => {
  const config = loadConfig({ ...LEAST, ...settings });
  const { readTimeoutMs, orderTimeoutMs, codeTimeoutMs, channelTimeoutMs } = config.vobiz;
  const deadlines = deadlinesOf(config);
  expect(deadlines.requestStaleAfterMs).toBeGreaterThan(2 * readTimeoutMs);
  expect(deadlines.purchaseStaleAfterMs).toBeGreaterThan(orderTimeoutMs);
  expect(deadlines.codeRequestStaleAfterMs).toBeGreaterThan(codeTimeoutMs);
  expect(deadlines.connectStaleAfterMs).toBeGreaterThan(channelTimeoutMs + 2 * readTimeoutMs);
  expect(TURN_MS).toBeGreaterThan(codeTimeoutMs);
});

it('a code request is timed by its own timeout, whatever a purchase may take', () => {
  const staleAfter = (order: string) =>
    deadlinesOf(loadConfig({ ...LEAST, VOBIZ_ORDER_TIMEOUT_MS: order })).codeRequestStaleAfterMs;
  expect(staleAfter('1')).toBe(35_000);
  expect(staleAfter('3600000')).toBe(35_000);
});

it('a code that is checked keeps its turn for the call and for the look at the credentials after it', () => {
  const { codeTimeoutMs, readTimeoutMs } = loadConfig({
    ...LEAST,
    VOBIZ_CODE_TIMEOUT_MS: '30000',
  }).vobiz;
  expect(TURN_MS).toBeGreaterThan(codeTimeoutMs + readTimeoutMs);
});

it('a post without an answer is over before it counts as one whose outcome nobody knows', () => {
  const { postUnknownAfterMs } = deadlinesOf(loadConfig(LEAST));
  expect(postUnknownAfterMs).toBeGreaterThan(BACKGROUND_TIMEOUT_MS);
});

it('what is cut off while stopping has time left to be written down', () => {
  const { ackGraceMs, patienceMs, confirmClaimWithinMs } = deadlinesOf(loadConfig(LEAST));
  expect(SHUTDOWN_MS).toBeLessThan(10_000);
  expect(ackGraceMs + patienceMs + 2 * confirmClaimWithinMs).toBeLessThan(SHUTDOWN_MS);
});
