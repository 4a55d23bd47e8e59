import { describe, expect, it } from 'vitest';
import { placedElements, visibleText } from '../../../sandbox/slack/elements.ts';
import { recordsIn } from '../../../sandbox/slack/json.ts';
import type { Appeared } from '../../../src/domain/account/appeared.ts';
import {
  accountNewsBlocks,
  appearedMessage,
  vanishedMessage,
} from '../../../src/views/numbers/account-news.ts';
import { inr, T0 } from './views-support.ts';

const NOTICE = 'new_1795700000000';
const e164 = (at: number) => `+9198456789${String(at).padStart(2, '0')}`;
const one = (answer?: 'adopted' | 'left'): Appeared => ({
  notice: NOTICE,
  monthly: inr(25_000),
  ...(answer && { answer: { is: answer, by: 'U0APPROVER', at: T0 } }),
});
const told = (...all: Appeared[]) =>
  appearedMessage(NOTICE, new Map(all.map((each, at) => [e164(at), each])));
const labelsIn = ({ blocks }: ReturnType<typeof told>) =>
  placedElements(recordsIn(blocks)).map(({ element }) => visibleText(element.text));

describe('what approvers are told of numbers that appeared', () => {
  it.each([
    ['one', [one()], /^📥 Not bought here · \+91 98456 78900/, ['Adopt', 'Leave it']],
    ['two', [one(), one()], /^📥 Not bought here · 2 numbers/, ['Adopt', 'Adopt', 'Leave all 2']],
    ['one adopted', [one('adopted')], /✅ Adopted by <@U0APPROVER>/, []],
    [
      'one of two left',
      [one('left'), one()],
      /Left as it is by <@U0APPROVER>/,
      ['Adopt', 'Leave it'],
    ],
    [
      'five hundred at the first start, in one message',
      Array.from({ length: 500 }, () => one()),
      /500 numbers.*₹1,25,000\/month together/s,
      ['See them', 'Leave all 500'],
    ],
    [
      'many, of which some are answered',
      [one('adopted'), one('left'), one('left'), one()],
      /1 adopted, 2 left as they are, 1 open/,
      ['See them', 'Leave it'],
    ],
  ] as const)('%s', (_name, all, says, labels) => {
    const message = told(...all);
    expect(message.text).toMatch(says);
    expect(labelsIn(message)).toEqual(labels);
    expect(message.blocks.length).toBeLessThanOrEqual(6);
  });
});

describe('what approvers are told of numbers that a list lacks', () => {
  const vanished = { lacking: 3, of: 3, since: T0, isProven: true };

  it.each([
    [vanished, /Vobiz lists none of your 3 numbers/],
    [{ ...vanished, of: 5 }, /Vobiz doesn't list 3 of your 5 numbers/],
    [{ ...vanished, lacking: 1, of: 1 }, /Vobiz doesn't list your number/],
  ])('%o', (each, says) => {
    const { text, blocks } = vanishedMessage('number', each, false);
    expect(text).toMatch(says);
    expect(text).toContain('npm run doctor');
    expect(JSON.stringify(accountNewsBlocks({ open: 0, vanished: each }))).toMatch(says);
    expect(blocks).toHaveLength(3);
  });

  it('tells of channels in the same words', () => {
    const says = /Vobiz lists none of your 3 WhatsApp channels/;
    expect(vanishedMessage('channel', vanished, false).text).toMatch(says);
    const home = accountNewsBlocks({ open: 0, vanishedChannels: vanished });
    expect(JSON.stringify(home)).toMatch(says);
  });

  it('says that it is over', () => {
    const { text } = vanishedMessage('number', { ...vanished, overAt: T0 + 3_600_000 }, true);
    expect(text).toMatch(/^✅ The Vobiz list makes sense again/);
  });
});
