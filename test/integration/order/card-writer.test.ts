import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCardWriter } from '../../../src/flows/deliver.ts';
import type { SlackMessenger } from '../../../src/slack/messenger.ts';
import { createDeliveryStore } from '../../../src/store/deliveries.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { createMemoryMessenger } from '../../model/messenger.ts';
import { SILENT } from '../../model/system.ts';
import { testPrefix, testRedisUrl } from '../../support/redis.ts';

const REF = { team: 'T0ACME', id: 'ord_card00000001' };

/** What draws one card, as a process does it, and how often it changed that card at Slack. */
function startProcess(revision: () => number, messenger: SlackMessenger) {
  const redis = new Redis(testRedisUrl());
  const keys = createKeys(testPrefix().replace(/[{}]/g, ''));
  onTestFinished(() => redis.disconnect());
  const sent = { posts: 0, edits: 0 };
  const draw = createCardWriter({
    deliveries: createDeliveryStore({ redis, keys }),
    messenger: {
      ...messenger,
      post: (...post) => {
        sent.posts += 1;
        return messenger.post(...post);
      },
      edit: (...edit) => {
        sent.edits += 1;
        return messenger.edit(...edit);
      },
    },
    clock: { now: Date.now, jitter: Math.random },
    log: SILENT,
    postUnknownAfterMs: 1_000,
    load: async () => ({
      ...REF,
      channel: 'C0APPROVALS',
      createdAt: Date.now(),
      revision: revision(),
    }),
    render: async (record) => ({ text: `revision ${record.revision}`, blocks: [] }),
    onRefused: async () => undefined,
  });
  return { draw, sent };
}

describe('a card that is drawn for each of its numbers', () => {
  it('is changed once when ten of them want it drawn at once', async () => {
    let revision = 1;
    const slack = createMemoryMessenger();
    const { draw, sent } = startProcess(() => revision, slack.messenger);
    await draw(REF);
    revision = 2;
    const answers = await Promise.all(Array.from({ length: 10 }, () => draw(REF)));
    expect(answers).toEqual(Array(10).fill(undefined));
    expect(sent).toEqual({ posts: 1, edits: 1 });
    expect(slack.cards(REF.id).map(({ message }) => message.text)).toEqual(['revision 2']);
  });

  it('is drawn again later when it changes faster than it can be drawn', async () => {
    let revision = 0;
    const next = () => {
      revision += 1;
      return revision;
    };
    const { draw } = startProcess(next, createMemoryMessenger().messenger);
    expect(await draw(REF)).toEqual({ againInMs: 5_000 });
  });

  it('is drawn for the next one after Slack could not be asked for the first', async () => {
    const slack = createMemoryMessenger();
    slack.fail('not_now');
    const { draw } = startProcess(() => 1, slack.messenger);
    const [first, second] = await Promise.all([draw(REF), draw(REF)]);
    expect(first).toMatchObject({ againInMs: 1_000 });
    expect(second).toBeUndefined();
    expect(slack.cards(REF.id)).toHaveLength(1);
  });
});
