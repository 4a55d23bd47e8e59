import { ASHA } from './cast.ts';
import { cards, replies } from './counted.ts';
import { OFFERED, SOLD } from './scenes/three-numbers.ts';
import { FOUND } from './scenes/watched.ts';
import type { Stage } from './stage.ts';
import type { Claim } from './summary.ts';

/** What the play claims of several numbers in one request, and of numbers after their purchase. */
export function ownedClaims({ slack, vobiz }: Pick<Stage, 'slack' | 'vobiz'>): Claim[] {
  const sentFor = (e164: string) =>
    vobiz.callsTo('order').filter(({ body }) => JSON.stringify(body).includes(e164)).length;
  const told = (who: string, words: string) =>
    slack.directMessages(who).filter(({ text }) => text.includes(words)).length;
  const isListed = (e164: string, status: string) =>
    vobiz.ownedNumbers.some((one) => one.e164 === e164 && one.status === status);
  const released = vobiz.callsTo('releaseNumber');
  return [
    {
      says: '3 numbers approved at once: 2 bought once each, 1 sold and never ordered, another bought in its place',
      holds: OFFERED.every((e164) => sentFor(e164) === (e164 === SOLD ? 0 : 1)),
    },
    {
      says: '1 channel suspended by Meta, and its owner told once, and once that it was over',
      holds:
        replies(slack, '⚠️ WhatsApp suspended') === 1 && replies(slack, '✅ Back to normal') === 1,
    },
    {
      says: '1 number adopted that was bought outside Slack, and nothing ordered for it',
      holds:
        cards(slack, '📥 Adopted · ') === 1 && isListed(FOUND, 'active') && sentFor(FOUND) === 0,
    },
    {
      says: '1 unused number handed over by its owner instead of buying another',
      holds: told(ASHA.id, 'handed it over') === 1,
    },
    {
      says: '1 number given back, sent to Vobiz once, and gone',
      holds:
        released.length === 1 &&
        cards(slack, 'Given back · ') === 1 &&
        vobiz.ownedNumbers.filter(({ status }) => status === 'released').length === 1,
    },
  ];
}
