import { goneAfter } from '../domain/account/absence.ts';
import { workspaceOf } from '../domain/policy/policies.ts';
import { createNoteAppeared } from '../flows/account/note-appeared.ts';
import { createReadAccount } from '../flows/account/read-account.ts';
import { type AccountNews, createTellAccountNews } from '../flows/account/tell-account-news.ts';
import { createFindVanished } from '../flows/account/vanished.ts';
import { createWatchNumbers } from '../flows/account/watch-numbers.ts';
import { tryEnqueue } from '../flows/change.ts';
import type { ChannelWaits } from '../flows/connection/connections.ts';
import { createTrackConnection } from '../flows/connection/track-connection.ts';
import { createTrackGiveBack } from '../flows/giveback/track-give-back.ts';
import type { HomeFlow } from '../flows/home/draw-home.ts';
import { createAdoptNumber } from '../flows/numbers/adopt-number.ts';
import { createLeaveNumbers } from '../flows/numbers/leave-numbers.ts';
import type { ListNumbers } from '../flows/numbers/list-numbers.ts';
import { createNumberRecords } from '../flows/numbers/number-records.ts';
import { createTrackOrder } from '../flows/order/track-order.ts';
import { appearedMessage, vanishedMessage } from '../views/numbers/account-news.ts';
import { createAccountReading } from '../vobiz/account-reading.ts';
import type { Outside, SharedServices } from './shared-services.ts';

/** The one reading of the account at Vobiz, with everything that learns from it. */
export function wireReadAccount(outside: Outside, shared: SharedServices) {
  const { config, deadlines, stores, vobiz, change } = outside;
  const findVanished = createFindVanished(shared);
  return createReadAccount({
    ...shared,
    watchNumbers: createWatchNumbers({
      ...shared,
      noteAppeared: createNoteAppeared({ ...shared, team: outside.homeTeam }),
      teams: stores.relisted.teams,
      everyMs: config.watchEveryMs,
    }),
    beginReading: createAccountReading({
      client: vobiz,
      now: change.clock.now,
      orderRead: config.vobiz.orderRead,
    }),
    trackOrder: createTrackOrder(shared),
    trackGiveBack: createTrackGiveBack({
      ...shared,
      findVanished,
      settlesAfterMs: deadlines.releaseSettlesAfterMs,
      goneAfterMs: goneAfter(config.watchEveryMs),
    }),
    trackConnection: createTrackConnection({
      ...shared,
      findVanished,
      waits: channelWaits(outside),
    }),
  });
}

/** How long lists of channels get to show one. */
export function channelWaits({ config, deadlines }: Outside): ChannelWaits {
  const { channelSettlesAfterMs: settleAfterMs } = deadlines;
  return { settleAfterMs, goneAfterMs: goneAfter(config.watchEveryMs) };
}

/** What approvers are told of the account, and their answers. */
export function wireAccountNews(
  outside: Outside,
  shared: SharedServices,
  { numbers, home }: { numbers: Pick<ListNumbers, 'one'>; home: Pick<HomeFlow, 'changed'> },
) {
  const { deadlines, homeTeam } = outside;
  const tellAccountNews = createTellAccountNews({
    ...shared,
    postUnknownAfterMs: deadlines.postUnknownAfterMs,
    team: homeTeam,
    async channel(team) {
      const { policies } = await shared.settings.current(team);
      return policies && workspaceOf(policies, team)?.rulebook.channel;
    },
    recordsOf: createNumberRecords(shared),
    render: renderNews,
    homesChanged: () => home.changed({ team: homeTeam }),
  });
  const adoption = createAdoptNumber({
    ...shared,
    find: numbers.one,
    mayAdmin: shared.settings.mayAdmin,
    adopted: tellAccountNews,
  });
  const leaveNumbers = createLeaveNumbers({
    ...shared,
    adoption,
    answered: () => tryEnqueue(shared, tellAccountNews),
  });
  return { tellAccountNews, adoption, leaveNumbers };
}

function renderNews(news: AccountNews) {
  return news.kind === 'appeared'
    ? appearedMessage(news.notice, news.numbers)
    : vanishedMessage(news.what, news.vanished, news.isOver);
}
