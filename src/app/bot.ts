import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { auditReadersOf, type Policies } from '../domain/policy/policies.ts';
import { DEFAULT_RULEBOOK, policyFor } from '../domain/policy/rulebook.ts';
import { createReadAudit } from '../flows/audit/read-audit.ts';
import { type ChangeDeps, createOrderChange, createOrderRecords } from '../flows/change.ts';
import { createConnect, type MetaAccount } from '../flows/connection/connect.ts';
import { createConnections } from '../flows/connection/connections.ts';
import { createManageChannel } from '../flows/connection/manage-channel.ts';
import { createIdentify, createReadPeople } from '../flows/identify.ts';
import { createListNumbers } from '../flows/numbers/list-numbers.ts';
import { createDecideOrder } from '../flows/order/decide-order.ts';
import { createRerequestOrder } from '../flows/order/rerequest-order.ts';
import { createSettleOrder } from '../flows/order/settle-order.ts';
import { handleAudit } from '../handlers/audit/audit-command.ts';
import { handleChannel } from '../handlers/connection/channel.ts';
import { handleConnect } from '../handlers/connection/connect-forms.ts';
import { handleCommands } from '../handlers/edge/commands.ts';
import { createEdge } from '../handlers/edge/edge.ts';
import { createRescue } from '../handlers/edge/rescue.ts';
import { handleHome } from '../handlers/home/home-tab.ts';
import { handleNumbers } from '../handlers/numbers/numbers.ts';
import { handleSearch } from '../handlers/numbers/search.ts';
import { createCardForms, createCopyRepair } from '../handlers/order/card-forms.ts';
import { handleOrderDecision } from '../handlers/order/order-decision.ts';
import { handleOrderQuestions } from '../handlers/order/order-questions.ts';
import { handleOrderRequest, handleOrderRerequest } from '../handlers/order/order-request.ts';
import { handleOrderSettle } from '../handlers/order/order-settle.ts';
import { createCardPlaces } from '../slack/card-places.ts';
import { createSlackLogger, type SlackClients } from '../slack/clients.ts';
import { createPrivateFiles } from '../slack/files.ts';
import { createListener, type Identity } from '../slack/listener.ts';
import type { SlackMessenger } from '../slack/messenger.ts';
import { createHomePublisher, createModals } from '../slack/modals.ts';
import { createNameOf, createNames, createPeopleAtSlack } from '../slack/people.ts';
import { createPrivateAnswer } from '../slack/private-answer.ts';
import type { VobizClient } from '../vobiz/client.ts';
import { readConnectFailure } from '../vobiz/failed-calls.ts';
import { serveByon } from './bot-byon.ts';
import type { Config } from './config.ts';
import type { HomeSide } from './home-side.ts';
import type { Metrics } from './metrics.ts';
import { createRequesting, requestStaleAfterMs } from './requesting.ts';
import type { Stores } from './storage.ts';
import { createTracking } from './tracking.ts';

const ACK_GRACE_MS = 500;

/** The bot half: listens to Slack and hands every command, click and submission to a flow. */
export function createBotSide(options: {
  config: Config;
  identity: Identity;
  clients: SlackClients;
  messenger: SlackMessenger;
  home: HomeSide;
  stores: Stores;
  vobiz: VobizClient;
  policies: () => Policies;
  metaAccounts: readonly MetaAccount[];
  change: ChangeDeps;
  newRef: () => string;
  metrics: Metrics;
  log: Logger;
}) {
  const { config, identity, clients, messenger, stores, vobiz, policies, change, log } = options;
  const connectPolicy = () => policies().connect;
  const { orders, verifications, deliveries } = stores;
  const { clock, newId } = change;

  const slackPeople = createPeopleAtSlack({ client: clients.people, homeTeam: identity.teamId });
  const people = createReadPeople(slackPeople).fresh;
  const identify = createIdentify(people);
  const changeOrder = createOrderChange({ ...change, orders });
  const modals = createModals({ opening: clients.interactive, updating: clients.answering });
  const requesting = createRequesting({
    client: clients.interactive,
    modals,
    people,
    identify,
    stores,
    vobiz,
    messenger,
    policies,
    change,
    staleAfterMs: requestStaleAfterMs(config),
  });
  const { rulebook, permalink, search, checkOffer, makeOrder } = requesting;
  const rerequestOrder = createRerequestOrder({
    orders,
    identify,
    changeOrder,
    checkOffer,
    makeOrder,
    newId,
  });
  const decideOrder = createDecideOrder({ orders, people, identify, changeOrder, clock });
  const approving = (team: string, channel: string) =>
    policyFor(rulebook(team, channel) ?? DEFAULT_RULEBOOK);
  const connections = createConnections({ ...change, orders, verifications });
  const connect = createConnect({
    connections,
    identify,
    policy: connectPolicy,
    approving,
    vobiz,
    readFailure: readConnectFailure,
    newId,
    log,
  });
  const records = createOrderRecords({ orders });
  const { findOrder, track } = createTracking({
    config,
    vobiz,
    stores,
    changeOrder,
    clock,
    log,
  });
  const settleOrder = createSettleOrder({
    orders,
    identify,
    changeOrder,
    findOrder,
    track,
    log,
  });
  const namesOf = createNames(clients.background);
  const readAudit = createReadAudit({
    audit: stores.audit,
    namesOf,
    readers: (team) => auditReadersOf(policies(), team),
    identify,
    log,
  });

  const { slack } = config;
  const { newRef } = options;
  const privateAnswer = createPrivateAnswer(clients.answering, log);
  const listener = createListener({
    ...slack,
    identity,
    logger: createSlackLogger(log.child({ part: 'bolt' })),
    rescue: createRescue({ privateAnswer, newRef, log }),
  });
  const edge = createEdge({
    app: listener.app,
    homeTeam: identity.teamId,
    standingOf: people.standing,
    modals,
    privateAnswer,
    newRef,
    log,
    observe: options.metrics.handler,
    nameOf: createNameOf(namesOf),
  });
  const numbers = createListNumbers({
    orders,
    verifications,
    vobiz,
    seen: stores.numbersSeen,
    identify,
    clock,
  });
  handleCommands({
    edge,
    records,
    permalink,
    search: handleSearch({ edge, modals, search }).command,
    byon: serveByon({
      config,
      edge,
      modals,
      stores,
      vobiz,
      identify,
      cardPlaces: createCardPlaces(clients.people),
      policy: () => policies().byon,
      approving,
      permalink,
      change,
    }).command,
    numbers: handleNumbers({ edge, modals, numbers, forbids: connect.forbids }).command,
    audit: handleAudit({
      readAudit,
      sendFile: createPrivateFiles(clients.background),
      now: clock.now,
    }).command,
  });
  const publish = createHomePublisher(clients.homes);
  handleHome({ edge, modals, home: options.home, publish, records, permalink });
  handleOrderRequest({ edge, modals, ...requesting });
  const cardForms = createCardForms({ modals, identify, records });
  handleOrderDecision({
    edge,
    cardForms,
    decideOrder,
    records,
    repairCopy: createCopyRepair({ records, deliveries, messenger }),
  });
  handleOrderQuestions({ edge, cardForms, decideOrder, records, deliveries });
  handleOrderSettle({ edge, cardForms, settleOrder, records });
  handleOrderRerequest({ edge, rerequestOrder });

  const access = () => ({
    accounts: options.metaAccounts,
    tokenInModal: connectPolicy().tokenInModal,
  });
  handleConnect({ edge, modals, connect, connections, access });
  handleChannel({
    edge,
    modals,
    forbids: connect.forbids,
    connections,
    manage: createManageChannel({
      connections,
      forbids: connect.forbids,
      vobiz,
      readFailure: readConnectFailure,
      log,
    }),
    access,
  });

  return {
    start: listener.start,
    isConnected: listener.isConnected,
    /** Takes nothing more from Slack and waits for what is being handled. */
    async stop(): Promise<void> {
      // What was not acknowledged when a socket closes is lost: handlers that are running get a moment for it.
      await Promise.race([edge.drain(), pause(ACK_GRACE_MS)]);
      await listener.stop();
      await edge.drain();
    },
  };
}
export type BotSide = ReturnType<typeof createBotSide>;
