import type { WebClient } from '@slack/web-api';
import { createHome, type HomeContent } from '../flows/home/draw-home.ts';
import { createIdentify, createReadPeople } from '../flows/identify.ts';
import type { EnqueueHome } from '../jobs/queue.ts';
import type { Clock } from '../runtime.ts';
import { createHomePublisher } from '../slack/modals.ts';
import { createPeopleAtSlack } from '../slack/people.ts';
import type { HomeOwner } from '../store/homes.ts';
import { closedHome, homeView } from '../views/home/home-view.ts';
import type { Stores } from './storage.ts';

/** Home, wired. Its own client, because a rate-limited call pauses a whole client: cards must not wait for Homes. */
export function createHomeSide(options: {
  client: WebClient;
  homeTeam: string;
  stores: Stores;
  enqueueHome: EnqueueHome;
  enqueueHomeSurely: EnqueueHome;
  clock: Clock;
}) {
  const { client, homeTeam, stores, enqueueHome, enqueueHomeSurely, clock } = options;
  const slack = createPeopleAtSlack({ client, homeTeam });
  return createHome({
    orders: stores.orders,
    verifications: stores.verifications,
    homes: stores.homes,
    identify: createIdentify(createReadPeople(slack).lately),
    render,
    publish: createHomePublisher(client),
    enqueueHome,
    enqueueHomeSurely,
    clock,
    team: homeTeam,
  });
}
export type HomeSide = ReturnType<typeof createHomeSide>;

function render(content: HomeContent, { channel }: HomeOwner) {
  return content.kind === 'home'
    ? homeView({ home: content.home, channel })
    : closedHome(content.why);
}
