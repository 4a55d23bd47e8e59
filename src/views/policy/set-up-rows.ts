import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../domain/money.ts';
import { type SetUp, usualTrial } from '../../domain/policy/set-up.ts';
import { readAmount } from '../../domain/policy/set-up-rules.ts';
import { isSetUp, type SetUpStatus } from '../../domain/policy/set-up-status.ts';
import { buttons } from '../../slack/ids.ts';
import { actions, button, context, header, section } from '../kit/blocks.ts';
import { channelMention, inlineText, listed, peopleText, present } from '../kit/text.ts';
import { daysText } from './policy-words.ts';
import { adminsText } from './set-up-words.ts';

/** The set-up in Home: admins see what is done and what isn't, others see who can finish it, until it's finished. */
export function setUpRows(status: SetUpStatus): KnownBlock[] {
  if (!status.isAdmin) {
    return isSetUp(status)
      ? []
      : [
          section(
            `The set-up isn't finished. ${capital(adminsText(status.admins))} can finish it here.`,
          ),
        ];
  }
  return [header('Set-up'), section(rows(status).join('\n')), ...below(status)];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function rows(status: SetUpStatus): string[] {
  const { values, accounts } = status;
  const people = values ? peopleText(values) : '';
  return [
    row('Approvals channel', values?.channel && channelMention(values.channel)),
    row('Approvers', people),
    row('Budget', isSetUp(status) && (values ? budgetText(values) : 'none')),
    row('Weekly digest', values && digestText(values), 'optional'),
    row(
      'WhatsApp account',
      listed(accounts.map((name) => inlineText(name, 60))),
      'optional, see docs/connect.md',
    ),
  ];
}

function row(what: string, is: string | false | undefined, otherwise = ''): string {
  if (is) return `✅ *${what}* · ${is}`;
  return `⬜ *${what}*${otherwise && ` · ${otherwise}`}`;
}

/** `₹50,000 a month` */
function budgetText({ amounts }: SetUp): string {
  const budgets = Object.entries(amounts).flatMap(([currency, { budget }]) => {
    const money = readAmount(budget, currency);
    return money ? [formatMoney(money)] : [];
  });
  return budgets.length > 0 ? `${listed(budgets)} a month` : 'none';
}

/** `Mondays at 9:00` */
function digestText({ digestZone, digestDay, digestTime = '' }: SetUp): string {
  return digestZone && digestDay ? `${daysText(digestDay)} at ${digestTime.replace(/^0/, '')}` : '';
}

function below(status: SetUpStatus): KnownBlock[] {
  const { source, file = '', version, values, isBegun } = status;
  const done = isSetUp(status);
  const trial = values && usualTrial(values);
  const managed = `Managed by ${inlineText(file, 80)}, version ${version}.`;
  const label = isBegun ? 'Continue' : done ? 'Edit' : 'Start';
  const shown = present([
    source !== 'file' && button(buttons.setUp, {}, label, { describes: 'the set-up' }),
    trial && button(buttons.sendTest, trial, 'Send a test request'),
  ]);
  return [
    ...(shown.length > 0 ? [actions(...shown)] : []),
    ...(source === 'file' ? [context(managed)] : []),
  ];
}
