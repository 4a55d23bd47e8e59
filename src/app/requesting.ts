import type { WebClient } from '@slack/web-api';
import { type Policies, rulebookFor } from '../domain/policy/policies.ts';
import type { ChangeDeps } from '../flows/change.ts';
import type { Identify, People } from '../flows/identify.ts';
import { createSearch } from '../flows/numbers/search-numbers.ts';
import { createCheckOffer } from '../flows/order/check-before-purchase.ts';
import { createMakeOrder } from '../flows/order/make-order.ts';
import { createFinishRequest, createRequestOrder } from '../flows/order/request-order.ts';
import { createPinPolicy } from '../flows/policy/pin-policy.ts';
import { createPermalinks } from '../handlers/order/card-forms.ts';
import { createShowRequested } from '../handlers/order/order-request.ts';
import { createCardPlaces } from '../slack/card-places.ts';
import type { SlackMessenger } from '../slack/messenger.ts';
import type { Modals } from '../slack/modals.ts';
import type { VobizClient } from '../vobiz/client.ts';
import type { Config } from './config.ts';
import type { Stores } from './storage.ts';

/** Longer than looking at availability, people and limits can take. */
export function requestStaleAfterMs({ vobiz }: Config): number {
  return 2 * vobiz.readTimeoutMs + vobiz.staleGraceMs;
}

/** From a search to a saved request. The bot does it; the worker finishes what a bot that died left behind. */
export function createRequesting(options: {
  client: WebClient;
  modals: Modals;
  people: People;
  identify: Identify;
  stores: Stores;
  vobiz: VobizClient;
  messenger: SlackMessenger;
  policies: () => Policies;
  change: ChangeDeps;
  /** Ms after which a submitted form that nobody finished is taken up again. */
  staleAfterMs: number;
}) {
  const { client, modals, people, identify, stores, vobiz, messenger, policies, change } = options;
  const { orders, usage, shortLived, deliveries } = stores;
  const { clock, newId, log } = change;
  const rulebook = (team: string, channel: string) => rulebookFor(policies(), team, channel);
  const permalink = createPermalinks({ client, deliveries });
  const search = createSearch({ vobiz, shortLived });
  const checkOffer = createCheckOffer({ vobiz });
  const pinPolicy = createPinPolicy({ people, log });
  const makeOrder = createMakeOrder({
    ...change,
    orders,
    usage,
    people,
    identify,
    pinPolicy,
    rulebook,
  });
  const cardPlaces = createCardPlaces(client);
  const ordering = {
    shortLived,
    search,
    cardPlaces,
    checkOffer,
    makeOrder,
    rulebook,
    clock,
    newId,
    log,
  };
  const requestOrder = createRequestOrder(ordering);
  const finishRequest = createFinishRequest({
    requestOrder,
    shortLived,
    show: createShowRequested({ modals, messenger, rulebook, permalink }),
    staleAfterMs: options.staleAfterMs,
    clock,
    log,
  });
  return {
    rulebook,
    permalink,
    search,
    checkOffer,
    makeOrder,
    requestOrder,
    finishRequest,
  };
}
