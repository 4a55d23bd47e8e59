import { describe, expect, vi } from 'vitest';
import type { JsonRecord } from '../../../sandbox/slack/json.ts';
import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { orderIn } from '../../support/audit.ts';
import { codeOf, PHONE, storesOf } from '../../support/byon.ts';
import {
  bringNumber,
  idIn,
  orderShows,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import {
  APPROVALS,
  ASHA,
  DEV,
  it,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

/** A request with an open question, whose thread the bot knows. */
async function asked(env: Record<string, string> = {}) {
  const world = await startWorld({ env });
  if (env.SLACK_MODE === 'socket') {
    await vi.waitFor(() => expect(world.slack.socketConnected()).toBe(1), 5_000);
  }
  const card = await requestNumber(world);
  const ravi = world.slack.as(RAVI);
  await ravi.click(card, { actionId: buttons.ask.id });
  const form = await viewShows(world, RAVI, /What do you want to know/);
  await ravi.type(form, { actionId: inputs.question.actionId }, 'Which team pays?');
  await ravi.submit();
  await orderShows(world, APPROVALS, /Not answered yet/);
  return { world, card };
}

async function answerIs(world: World, card: StoredMessage, text: string): Promise<void> {
  await vi.waitFor(async () => {
    const { questions } = await orderIn(world, idIn(card));
    expect(questions?.[0]?.answer?.text).toBe(text);
  }, 8_000);
}

describe('what somebody writes in the thread of a request', () => {
  it.each(['http', 'socket'])('is shown as they wrote it, over %s', async (mode) => {
    const { world, card } = await asked({ SLACK_MODE: mode });
    const typed = 'R&D <b>, see https://wiki.example/a?b=1&c=2 or ask @ravi in #ops &amp; @here';
    world.slack.as(ASHA).say(APPROVALS, typed, { threadTs: card.ts });
    const read =
      'R&D <b>, see https://wiki.example/a?b=1&c=2 or ask @Ravi Menon in #ops &amp; @here';
    await vi.waitFor(async () => {
      const { questions } = await orderIn(world, idIn(card));
      expect(questions?.[0]?.answer?.text.replace(/@(ravi|Ravi Menon)/, '@Ravi Menon')).toBe(read);
    }, 8_000);
    const shown = textOf(await orderShows(world, APPROVALS, /R&(amp;)?D/));
    expect(shown).not.toMatch(/&amp;(lt|gt);|&amp;amp;D|<@U0RAVI> in|R&amp;amp;D/);
    await sweptTwice(world);
    expect(world.slack.ephemerals(ASHA).map(textOf).join()).not.toMatch(/Reference/);
  });

  it.each([
    ['and sends to the channel too', { broadcast: true }, 'Sales pays', 'Sales pays'],
    ['with /me', { me: true }, 'thinks that Sales pays', 'thinks that Sales pays'],
    ['with a file', { files: ['budget.pdf'] }, 'Sales pays', 'Sales pays'],
    ['as a file and no word', { files: ['budget.pdf'] }, '', '(budget.pdf)'],
  ])('is heard when it is written %s', async (_how, writing, typed, heard) => {
    const { world, card } = await asked();
    world.slack.as(ASHA).say(APPROVALS, typed, { threadTs: card.ts, ...writing });
    await answerIs(world, card, heard);
    await orderShows(world, APPROVALS, /answered/);
  });

  it('is heard in whatever way Slack comes to call it', async () => {
    const { world, card } = await asked();
    await world.slack.as(ASHA).sendRaw('event_callback', {
      type: 'event_callback',
      event: {
        type: 'message',
        subtype: 'voice_note',
        channel: APPROVALS,
        user: ASHA,
        text: 'Sales pays',
        ts: '1772359200.000100',
        thread_ts: card.ts,
        user_team: world.slack.workspace.team.id,
      },
    });
    await answerIs(world, card, 'Sales pays');
  });

  it('is heard when the words come with an edit, and is not changed by a later one', async () => {
    const { world, card } = await asked();
    const asha = world.slack.as(ASHA);
    const said = asha.say(APPROVALS, 'Sales pays', { threadTs: card.ts });
    await answerIs(world, card, 'Sales pays');
    asha.edit(said, 'Support pays');
    asha.unsay(said);
    await sweptTwice(world);
    const { questions, replies } = await orderIn(world, idIn(card));
    expect(questions?.[0]?.answer?.text).toBe('Sales pays');
    expect(replies).toHaveLength(1);
  });

  it('by an app or by Slack itself answers nothing', async () => {
    const { world, card } = await asked();
    const raw = { type: 'message', channel: APPROVALS, thread_ts: card.ts, user: ASHA, text: 'no' };
    for (const more of [
      { subtype: 'bot_message', bot_id: 'B0OTHER' },
      { bot_id: 'B0OTHER' },
      { subtype: 'channel_join' },
      { subtype: 'tombstone', hidden: true },
    ]) {
      const event = { ...raw, ...more, ts: `${1_700_000_000 + Math.random()}` };
      const { error } = await world.slack
        .as(ASHA)
        .sendRaw('event_callback', { type: 'event_callback', event });
      expect(error).toBeUndefined();
    }
    await sweptTwice(world);
    expect((await orderIn(world, idIn(card))).questions?.[0]?.answer).toBeUndefined();
  });
});

describe('a code in the thread of a verification', () => {
  it.for<[string, { broadcast?: boolean; files?: string[]; me?: boolean }]>([
    ['sent to the channel too', { broadcast: true }],
    ['beside a file', { files: ['screenshot.png'] }],
    ['with /me', { me: true }],
  ])('draws the warning: %s', async ([_how, writing], { world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const { id: team } = world.slack.workspace.team;
    await vi.waitFor(async () => {
      expect(await storesOf(world).deliveries.cardAt(team, OPS, card.ts)).toBe(idIn(card));
    }, 5_000);
    const threadTs = card.ts;
    world.slack.as(DEV).say(OPS, `it is ${codeOf(world)}`, { threadTs, ...writing });
    await toldPrivately(world, DEV, /Delete your message:/);
  });

  it('draws it when it was put there by an edit', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const { id: team } = world.slack.workspace.team;
    await vi.waitFor(async () => {
      expect(await storesOf(world).deliveries.cardAt(team, OPS, card.ts)).toBe(idIn(card));
    }, 5_000);
    const dev = world.slack.as(DEV);
    const said = dev.say(OPS, 'got it', { threadTs: card.ts });
    dev.edit(said, `got it: ${codeOf(world)}`);
    await toldPrivately(world, DEV, /Delete your message:/);
  });
});

describe('“Verify this number” on a message that somebody else wrote', () => {
  const rich = (...texts: string[]) => ({
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: texts.map((text) => ({ type: 'text', text })) },
    ],
  });

  it.for<[string, JsonRecord[]]>([
    [
      'forwarded',
      [
        {
          is_share: true,
          is_msg_unfurl: true,
          fallback: '[June 1st, 2026 10:00 AM] asha: call us',
          from_url: 'https://numbers-inc.slack.com/archives/C0OPS/p1772359200000100',
          message_blocks: [
            {
              team: 'T0NUMBERS',
              channel: 'C0OPS',
              message: { blocks: [rich('call +91 98765 ', '01234')] },
            },
          ],
        },
      ],
    ],
    [
      'by an app, in the fields of an attachment',
      [
        {
          fallback: 'New lead',
          title: 'Lead',
          fields: [{ title: 'Phone', value: '098765 01234' }],
        },
      ],
    ],
    [
      'by an app, in blocks within an attachment',
      [
        {
          color: '#123',
          blocks: [
            {
              type: 'section',
              text: { type: 'mrkdwn', text: '<tel:+919876501234|+91 98765 01234>' },
            },
          ],
        },
      ],
    ],
    ['by an old app that only has a fallback', [{ fallback: 'Call back +91 98765 01234' }]],
  ])('finds the number in it: %s', async ([_what, attachments], { world }) => {
    const said = world.slack.as(RAVI).say(OPS, '', { attachments });
    await world.slack.as(ASHA).messageShortcut(said, 'verify_number');
    const form = await viewShows(world, ASHA, /We filled in the number from that message/);
    expect(textOf(form)).toContain(`"initial_value":"${PHONE}"`);
  });

  it('finds it in the blocks of an app whose text is empty', async ({ world }) => {
    const said = world.slack.as(RAVI).say(OPS, 'x');
    await world.slack.as(ASHA).messageShortcut(said, 'verify_number');
    const { body } = world.slack.deliveries.findLast(({ type }) => type === 'message_action') ?? {
      body: {},
    };
    await viewShows(world, ASHA, /That message has no phone number/);
    const blocks = [{ type: 'table', rows: [[{ type: 'raw_text', text: '+91 98765 01234' }]] }];
    const message = { type: 'message', bot_id: 'B0CRM', ts: said.ts, text: '', blocks };
    await world.slack.as(ASHA).shortcut('nothing-else');
    const { trigger_id } = world.slack.deliveries.at(-1)?.body ?? {};
    await world.slack.as(ASHA).sendRaw('message_action', { ...body, message, trigger_id });
    await viewShows(world, ASHA, /We filled in the number from that message/);
  });
});
