import type { Order } from '../order/order.ts';
import type { Verification } from '../verification/verification.ts';
import { giveBackIs, giveBackNews, hasToSend } from './give-back.ts';
import { giveBackReminders } from './give-back-clock.ts';
import { giveBackOf } from './returnable.ts';

/** Work a give-back calls for besides its card and what people hear. */
export function giveBackDuties(record: Order | Verification): ('give_back' | 'track')[] {
  const giveBack = giveBackOf(record);
  return [
    ...(hasToSend(giveBack) ? (['give_back'] as const) : []),
    ...(giveBackIs(giveBack, 'tracked') ? (['track'] as const) : []),
  ];
}

/** Something to say once about a give-back, in the thread of the card; `to`: as of a `Notice`. */
export type GiveBackNotice = { what: string; to?: string } & (
  | { kind: 'give_back' }
  | { kind: 'give_back_reminder'; count: number }
);

/** How it goes, and that it waits. The person who asked hears how it goes. */
export function giveBackNotices(record: Order | Verification, now: number): GiveBackNotice[] {
  const giveBack = giveBackOf(record);
  if (!giveBack) return [];
  const what = giveBackNews(giveBack);
  const to = giveBack.state === 'asked' ? {} : { to: giveBack.asked.by };
  const count = giveBackReminders(giveBack, now);
  const reminder = `give-back-${giveBack.asked.at}-reminder-${count}`;
  return [
    ...(what ? [{ what, ...to, kind: 'give_back' } as const] : []),
    ...(count > 0 ? [{ what: reminder, kind: 'give_back_reminder', count } as const] : []),
  ];
}
