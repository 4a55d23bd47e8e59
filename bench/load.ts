import { Pool } from 'undici';
import { signature } from '../sandbox/slack/signed-http.ts';
import { quantile } from './statistics.ts';

export type Round = { perSecond: number; p99: number };

/**
 * Sends one signed payload over and over for `forMs`, `concurrency` at a time on connections kept alive. Throws when
 * an answer is not 200 or does not contain `expected`, so that a refusal is never counted as a fast success.
 */
export async function runLoad(load: {
  url: string;
  body: string;
  signingSecret: string;
  expected: string;
  concurrency: number;
  forMs: number;
}): Promise<Round> {
  const { origin, pathname } = new URL(load.url);
  const pool = new Pool(origin, { connections: load.concurrency, pipelining: 1 });
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': signature(load.signingSecret, timestamp, load.body),
  };
  const times: number[] = [];

  async function sendOne(): Promise<void> {
    const sent = performance.now();
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: pathname,
      headers,
      body: load.body,
    });
    const text = await body.text();
    times.push(performance.now() - sent);
    if (statusCode !== 200 || !text.includes(load.expected)) {
      throw new Error(`${load.url} answered ${statusCode}: ${text.slice(0, 200)}`);
    }
  }

  const started = performance.now();
  const sender = async (): Promise<void> => {
    while (performance.now() - started < load.forMs) await sendOne();
  };
  await Promise.all(Array.from({ length: load.concurrency }, sender));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return { perSecond: times.length / seconds, p99: quantile(times, 0.99) };
}
