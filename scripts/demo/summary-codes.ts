import { createFinder } from '../../test/support/secrets.ts';
import { NUMBERS } from './scenes/bring-shortly.ts';
import { OWN_NUMBER } from './scenes/byon.ts';
import type { Stage } from './stage.ts';
import type { Claim } from './summary.ts';

/** What each number went through: codes sent to it, codes submitted for it, whether it is verified now. */
const WENT_THROUGH: Readonly<Record<string, [sent: number, submitted: number, verified: boolean]>> =
  {
    [OWN_NUMBER]: [1, 2, true],
    [NUMBERS.twoAtOnce]: [1, 1, true],
    [NUMBERS.unclear]: [1, 2, true],
    [NUMBERS.expired]: [1, 0, false],
    [NUMBERS.restarted]: [1, 1, true],
    [NUMBERS.again]: [3, 1, true],
    [NUMBERS.locked]: [2, 6, true],
  };

/** What the play claims of one-time codes. `heard` is all that the bot said to Slack and to its log. */
export function codeClaims({ vobiz }: Pick<Stage, 'slack' | 'vobiz'>, heard: string): Claim[] {
  const about = (op: 'verify' | 'confirm', e164: string) =>
    vobiz.callsTo(op).filter(({ body }) => JSON.stringify(body).includes(e164)).length;
  const sum = (index: 0 | 1) =>
    Object.values(WENT_THROUGH).reduce((total, counts) => total + counts[index], 0);
  const codes = vobiz.codesSent();
  const found = createFinder(codes.map((value) => ({ what: 'a one-time code', value })));
  return [
    {
      says: `7 numbers brought, ${sum(0)} codes sent to them, ${sum(1)} submitted, 6 numbers verified`,
      holds: Object.entries(WENT_THROUGH).every(
        ([e164, [sent, submitted, verified]]) =>
          about('verify', e164) === sent &&
          about('confirm', e164) === submitted &&
          vobiz.verifications.some(
            ({ phone_number, status }) =>
              phone_number === e164 && (status === 'verified') === verified,
          ),
      ),
    },
    {
      says: "None of the codes is in a message or in the bot's log",
      holds: codes.length > 1 && found(heard).length === 0,
    },
  ];
}
