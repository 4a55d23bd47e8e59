import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog, secretsOf } from '../../../src/app/log.ts';
import { AppError } from '../../../src/errors.ts';

type Line = Record<string, unknown> & { err?: { message: string; cause?: { message: string } } };

/** A log and the lines it has written. */
function logged(env: Record<string, string> = {}) {
  const texts: string[] = [];
  const destination = { write: (text: string) => void texts.push(text) };
  const log = createLog('debug', destination, secretsOf(env));
  return {
    log,
    text: () => texts.join(''),
    lines: (): Line[] => texts.map((text) => JSON.parse(text)),
  };
}

/** An error with what libraries hang on theirs. */
function foreign(message: string, more: object): Error {
  return Object.assign(new Error(message), more);
}

describe('what a library hangs on its error stays out of the log:', () => {
  it.each([
    [
      'a command with its arguments',
      { command: { name: 'hello', args: [3, 'AUTH', 'u', 'HUSH'] } },
    ],
    ['the URL that could not be read', { input: 'redis://:HUSH@host', code: 'ERR_INVALID_URL' }],
    ['the headers of a request', { config: { headers: { Authorization: 'HUSH' } } }],
    ['something nobody has thought of', { lastNodeError: { previous: [{ secret: 'HUSH' }] } }],
  ])('%s', (_what, more) => {
    const { log, text, lines } = logged();
    const error = foreign('it failed', more);
    log.error({ event: 'one', err: error });
    log.error({ event: 'caused', err: new AppError('internal', 'above', { cause: error }) });
    log.error({ event: 'several', err: new AggregateError([error], 'all') });
    log.error(error);
    expect(text()).not.toContain('HUSH');
    expect(lines()).toHaveLength(4);
    expect(lines()[1]?.err).toMatchObject({ code: 'internal', cause: { message: 'it failed' } });
  });

  it('what was thrown and is no error', () => {
    const { log, text } = logged();
    log.error({ event: 'one', err: { password: 'HUSH' } });
    expect(text()).not.toContain('HUSH');
    expect(text()).toContain('something that is no error was thrown');
  });

  it('but its name, message, code, status and stack do not', () => {
    const { log, lines } = logged();
    log.error({ event: 'one', err: foreign('refused', { code: 'ECONNREFUSED', status: 503 }) });
    expect(lines()[0]?.err).toEqual({
      name: 'Error',
      message: 'refused',
      code: 'ECONNREFUSED',
      status: 503,
      stack: expect.stringContaining('log.test.ts'),
    });
  });

  it('however deep its causes go, and when they go round in a circle', () => {
    const { log, text } = logged();
    const circle = new Error('one');
    circle.cause = new Error('two', { cause: circle });
    log.error({ event: 'one', err: circle });
    expect(text()).toContain('"two"');
  });
});

describe('a configured secret is in no line, wherever it comes from:', () => {
  it.each([
    ['a token', { SLACK_BOT_TOKEN: 'xoxb-HUSH-1' }, 'xoxb-HUSH-1'],
    ['a password in a URL', { REDIS_URL: 'redis://:HUSH-pass@host' }, 'HUSH-pass'],
    ['one that was not encoded', { REDIS_URL: 'redis://:p#ss-HUSH@host' }, 'p#ss-HUSH'],
    ['one that was', { REDIS_URL: 'redis://:p%23ss-HUSH@host' }, 'p#ss-HUSH'],
    ['one without a colon', { REDIS_URL: 'redis://HUSH-pass@host' }, 'HUSH-pass'],
    ['that of a Sentinel', { REDIS_SENTINEL_PASSWORD: 'HUSH"quoted' }, 'HUSH"quoted'],
    ['that of a proxy', { HTTPS_PROXY: 'http://me:HUSH-proxy@proxy:8080' }, 'HUSH-proxy'],
    ['a setting of tomorrow', { NEW_THING_SECRET: 'HUSH-tomorrow' }, 'HUSH-tomorrow'],
  ])('%s', (_what, env, secret) => {
    const { log, text, lines } = logged(env);
    log.warn({ event: 'one', reason: `cannot reach ${secret}`, err: new Error(secret) }, secret);
    log.child({ part: secret }).info({ event: 'two' }, encodeURIComponent(secret));
    expect(text()).not.toContain('HUSH');
    expect(lines().map(({ event }) => event)).toEqual(['one', 'two']);
  });
});

describe('while Redis fails, a loop', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const oom = (where: string) =>
    new AppError('store_unavailable', `Redis: ${where}`, {
      cause: new Error(`OOM command not allowed, script ${where}`),
    });

  it('writes its first line at once, and one more a minute with their number', () => {
    const { log, lines } = logged();
    for (let at = 0; at < 500; at += 1) log.warn({ event: 'worker.error', err: oom(`f${at}`) });
    expect(lines()).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toMatchObject({ event: 'worker.error', count: 499 });
    vi.advanceTimersByTime(600_000);
    expect(lines()).toHaveLength(2);
    log.warn({ event: 'worker.error', err: oom('again') });
    expect(lines()).toHaveLength(3);
  });

  it('writes a line for each kind of failure and each connection', () => {
    const { log, lines } = logged();
    for (let at = 0; at < 3; at += 1) {
      log.warn({ event: 'redis.error', connection: 'patient', reason: 'connect ECONNREFUSED ::1' });
      log.warn({ event: 'redis.error', connection: 'queue', reason: 'connect ECONNREFUSED ::1' });
      log.warn({ event: 'redis.error', connection: 'queue', reason: 'Socket timeout. Expecting' });
      log.error({ event: 'sweep.failed', record_id: `ord_${at}`, err: oom('x') });
    }
    expect(lines()).toHaveLength(4);
  });

  it('takes nothing away from what people and orders are owed', () => {
    const { log, lines } = logged();
    for (let at = 0; at < 3; at += 1) {
      log.error({ event: 'handler.failed', ref: `ref_${at}`, err: oom('x') });
      log.error({ event: 'outcome.not_saved', order_id: `ord_${at}`, err: oom('x') });
      log.error({ event: 'job.failed', job_id: `place-${at}`, err: new Error('a bug') });
      log.info({ event: 'order.completed', order_id: `ord_${at}` });
    }
    expect(lines()).toHaveLength(12);
  });
});
