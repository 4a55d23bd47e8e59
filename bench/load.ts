import { Pool } from 'undici';
import { signature } from '../sandbox/slack/signed-http.ts';
import { quantile } from './statistics.ts';

export type Round = { answered: number; perSecond: number; p99: number };

/** One command: what is sent, and when its answer has come. */
export type Asked = { body: string; answered: Promise<void> };

/**
 * Sends signed commands for `forMs`, and at least so many, `concurrency` at a time on connections kept alive, each from being sent to being
 * acknowledged and answered. Throws when one is not acknowledged with 200 or answered with something else, so that a
 * refusal is never counted as a fast success.
 */
export async function runLoad(load: {
  url: string;
  next: () => Asked;
  signingSecret: string;
  concurrency: number;
  forMs: number;
  atLeast: number;
}): Promise<Round> {
  const { origin, pathname } = new URL(load.url);
  const pool = new Pool(origin, { connections: load.concurrency, pipelining: 1 });
  const timestamp = Math.floor(Date.now() / 1000);
  const times: number[] = [];

  async function sendOne(): Promise<void> {
    const { body, answered } = load.next();
    const sent = performance.now();
    const acknowledgement = await pool.request({
      method: 'POST',
      path: pathname,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature(load.signingSecret, timestamp, body),
      },
      body,
    });
    await acknowledgement.body.dump();
    if (acknowledgement.statusCode !== 200)
      throw new Error(`${load.url} answered ${acknowledgement.statusCode}`);
    await answered;
    times.push(performance.now() - sent);
  }

  const started = performance.now();
  const sender = async (): Promise<void> => {
    while (performance.now() - started < load.forMs || times.length < load.atLeast) await sendOne();
  };
  await Promise.all(Array.from({ length: load.concurrency }, sender));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return { answered: times.length, perSecond: times.length / seconds, p99: quantile(times, 0.99) };
}
