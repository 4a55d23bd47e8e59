import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { handleAudit } from '../handlers/audit/audit-command.ts';
import { handleChannel } from '../handlers/connection/channel.ts';
import { handleConnect } from '../handlers/connection/connect-forms.ts';
import { handleDigest } from '../handlers/digest/answer-digest.ts';
import { handleCommands } from '../handlers/edge/commands.ts';
import { createEdge } from '../handlers/edge/edge.ts';
import { createRescue } from '../handlers/edge/rescue.ts';
import { handleGiveBack } from '../handlers/giveback/give-back-clicks.ts';
import { handleHome } from '../handlers/home/home-tab.ts';
import { handleAdoption } from '../handlers/numbers/adopt-forms.ts';
import { handleHolding } from '../handlers/numbers/holding-forms.ts';
import { handleNumbers } from '../handlers/numbers/numbers.ts';
import { handleSearch } from '../handlers/numbers/search.ts';
import { handleSearchMenus } from '../handlers/numbers/search-menus.ts';
import { createSendNumbers } from '../handlers/numbers/send-numbers.ts';
import { handleSeveral } from '../handlers/numbers/several-numbers.ts';
import { handleTransfers } from '../handlers/numbers/transfers.ts';
import { handleApproveSeveral } from '../handlers/order/approve-several-form.ts';
import { createCardForms, createCopyRepair, createIsOnCard } from '../handlers/order/card-forms.ts';
import { createDrawDetails, handleOrderDetails } from '../handlers/order/open-details.ts';
import { handleOrderDecision } from '../handlers/order/order-decision.ts';
import { handleOrderQuestions } from '../handlers/order/order-questions.ts';
import { handleOrderRequest, handleOrderRerequest } from '../handlers/order/order-request.ts';
import { handleOrderSettle } from '../handlers/order/order-settle.ts';
import { handleOrders } from '../handlers/order/orders.ts';
import { handleDoctor } from '../handlers/policy/doctor-command.ts';
import { handleSendTest } from '../handlers/policy/send-test.ts';
import { handleSetUp } from '../handlers/policy/set-up-steps.ts';
import { handleSettings } from '../handlers/policy/settings-command.ts';
import { handleByon } from '../handlers/verification/byon-command.ts';
import { handleCodeCard } from '../handlers/verification/code-card.ts';
import { handleEnterCode } from '../handlers/verification/enter-code-form.ts';
import { createSlackLogger, type SlackClients } from '../slack/clients.ts';
import { createPrivateFiles } from '../slack/files.ts';
import { createListener, type Identity } from '../slack/listener.ts';
import { createNameOf } from '../slack/people.ts';
import { createPrivateAnswer } from '../slack/private-answer.ts';
import type { Config } from './config.ts';
import type { Metrics } from './metrics.ts';
import { createDrawCard } from './redraw-cards.ts';
import type { Services } from './services.ts';

/** The bot half: listens to Slack and hands every command, click and submission to a flow. */
export function createBotSide(options: {
  slack: Config['slack'];
  identity: Identity;
  clients: SlackClients;
  services: Services;
  newRef: () => string;
  ackGraceMs: number;
  metrics: Metrics;
  log: Logger;
}) {
  const { slack, identity, clients, services, newRef, log } = options;
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
    standingOf: services.people.standing,
    modals: services.modals,
    privateAnswer,
    newRef,
    log,
    observe: options.metrics.handler,
    nameOf: createNameOf(services.namesOf),
  });
  const { now } = services.clock;
  const at = { ...services, edge, now };
  const { forbids } = services.connect;
  const files = { ...at, sendFile: createPrivateFiles(clients.background) };

  handleEnterCode(at);
  const drawDetails = createDrawDetails(at);
  handleCodeCard({ ...at, drawDetails });
  handleCommands({
    ...at,
    search: handleSearch(at).command,
    byon: handleByon(at).command,
    orders: handleOrders(at).command,
    numbers: handleNumbers({ ...at, forbids, sendFile: createSendNumbers(files) }).command,
    doctor: handleDoctor(at).command,
    settings: handleSettings({ ...at, history: services.policyHistory }).command,
    audit: handleAudit(files).command,
    digest: handleDigest(at).command,
  });
  handleSetUp({
    ...at,
    homeChanged: services.home.changed,
  });
  handleSendTest(at);
  handleSeveral(at);
  handleSearchMenus({ ...at, homeTeam: identity.teamId });
  handleHolding(at);
  handleTransfers(at);
  handleAdoption(at);
  handleHome({ ...at, publish: services.publishHome });
  handleOrderRequest(at);
  const cardForms = createCardForms(at);
  const onCard = { cardForms, isOnCard: createIsOnCard(at) };
  const repairCopy = createCopyRepair({ ...at, drawCard: createDrawCard(services) });
  handleOrderDecision({ ...at, ...onCard, repairCopy });
  handleApproveSeveral({ ...at, approving: services.approveSeveral });
  handleOrderDetails({ ...at, drawDetails, repairCopy });
  handleOrderQuestions({ ...at, cardForms });
  handleOrderSettle({ ...at, ...onCard });
  handleGiveBack({ ...at, ...onCard, drawDetails, repairCopy });
  handleOrderRerequest(at);
  handleConnect({ ...at, access: services.metaAccess });
  handleChannel({ ...at, forbids, manage: services.manageChannel, access: services.metaAccess });

  return {
    start: listener.start,
    isConnected: listener.isConnected,
    /** Takes nothing more from Slack and waits for what is being handled. */
    async stop(): Promise<void> {
      // Anything unacknowledged when the socket closes is lost, so running handlers get a moment.
      await Promise.race([edge.drain(), pause(options.ackGraceMs)]);
      await listener.stop();
      await edge.drain();
    },
  };
}
export type BotSide = ReturnType<typeof createBotSide>;
