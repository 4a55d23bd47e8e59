import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Policy } from './domain/policy.ts';
import { createByon } from './flows/byon.ts';
import { type ChangeDeps, createOrderChange, createVerificationChange } from './flows/change.ts';
import { createDecideOrder } from './flows/decide-order.ts';
import { createJudge } from './flows/judge.ts';
import { createLook } from './flows/look.ts';
import { createRequestOrder } from './flows/request-order.ts';
import { createSearch } from './flows/search.ts';
import { handleByon } from './handlers/byon.ts';
import { createCopyRepair, createPermalinks } from './handlers/cards.ts';
import { handleCommands } from './handlers/commands.ts';
import { createEdge } from './handlers/edge.ts';
import { handleOrderDecision } from './handlers/order-decision.ts';
import { handleOrderRequest } from './handlers/order-request.ts';
import { handleSearch } from './handlers/search.ts';
import type { Metrics } from './metrics.ts';
import { createPrivateAnswer } from './slack/answer.ts';
import type { SlackClients } from './slack/clients.ts';
import type { SlackDoor } from './slack/door.ts';
import { createListener, type Identity } from './slack/listener.ts';
import { createSlackLogger } from './slack/logger.ts';
import { createPeople } from './slack/people.ts';
import { createWindows } from './slack/windows.ts';
import type { Stores } from './storage.ts';
import type { VobizClient } from './vobiz/client.ts';
import { readSendFailure } from './vobiz/failures.ts';

/** The bot half: listens to Slack and hands every command, click and submission to a flow. */
export function createBotSide(options: {
  config: Config;
  identity: Identity;
  clients: SlackClients;
  door: SlackDoor;
  stores: Stores;
  vobiz: VobizClient;
  policy: () => Policy;
  change: ChangeDeps;
  newRef: () => string;
  metrics: Metrics;
  log: Logger;
}) {
  const { config, identity, clients, door, stores, vobiz, policy, change, log } = options;
  const { orders, verifications, shortLived, deliveries } = stores;
  const { chance } = change;

  const people = createPeople({
    client: clients.interactive,
    homeTeam: identity.teamId,
    now: chance.now,
  });
  const judge = createJudge(people);
  const changeOrder = createOrderChange({ ...change, orders });
  const changeVerification = createVerificationChange({ ...change, verifications });
  const search = createSearch({ vobiz, shortLived });
  const requestOrder = createRequestOrder({ ...change, orders, shortLived, search, policy });
  const decideOrder = createDecideOrder({ orders, people, judge, changeOrder });
  const byon = createByon({
    verifications,
    changeVerification,
    vobiz,
    judge,
    readSendFailure,
    chance,
    log,
  });
  const look = createLook({ orders });

  const { slack } = config;
  const listener = createListener({
    ...slack,
    identity,
    logger: createSlackLogger(log.child({ part: 'bolt' })),
  });
  const windows = createWindows(clients.interactive);
  const edge = createEdge({
    app: listener.app,
    homeTeam: identity.teamId,
    windows,
    privateAnswer: createPrivateAnswer(clients.interactive, log),
    newRef: options.newRef,
    log,
    observe: options.metrics.handler,
  });
  const permalink = createPermalinks({ client: clients.interactive, deliveries });
  handleCommands({
    edge,
    look,
    permalink,
    search: handleSearch({ edge, windows, search }).command,
    byon: handleByon({ edge, windows, byon, verifications, judge, now: chance.now }).command,
  });
  handleOrderRequest({ edge, windows, requestOrder, policy });
  handleOrderDecision({
    edge,
    windows,
    decideOrder,
    judge,
    look,
    repairCopy: createCopyRepair({ look, deliveries, door }),
  });

  return {
    start: listener.start,
    isConnected: listener.isConnected,
    /** Takes nothing more from Slack and waits for what is being handled. */
    async stop(): Promise<void> {
      await listener.stop();
      await edge.drain();
    },
  };
}
export type BotSide = ReturnType<typeof createBotSide>;
