import { setTimeout as wait } from 'node:timers/promises';
import type { UnusedNumbers } from '../domain/numbers/unused.ts';
import type { Order } from '../domain/order/order.ts';
import { auditReadersOf, digestPlanOf, labelsOf, workspaceOf } from '../domain/policy/policies.ts';
import { DEFAULT_RULEBOOK } from '../domain/policy/rulebook.ts';
import { createLookNow } from '../flows/account/look-now.ts';
import { createOpenAccountNews } from '../flows/account/open-account-news.ts';
import { createAccountProblems } from '../flows/account/watch-account.ts';
import { createReadAudit } from '../flows/audit/read-audit.ts';
import { createOrderRecords } from '../flows/change.ts';
import { createConnect } from '../flows/connection/connect.ts';
import { createManageChannel } from '../flows/connection/manage-channel.ts';
import { createReadMetaStand } from '../flows/connection/meta-stand.ts';
import { createKeepNumber } from '../flows/digest/keep-number.ts';
import { createLookAtDigest } from '../flows/digest/look-at-digest.ts';
import { createReadDigest } from '../flows/digest/read-digest.ts';
import { createGiveBacks } from '../flows/giveback/give-backs.ts';
import { createHome, type HomeContent } from '../flows/home/draw-home.ts';
import { createGlance } from '../flows/identify.ts';
import { createChooseSeveral } from '../flows/numbers/choose-several.ts';
import { createHoldNumber } from '../flows/numbers/hold-number.ts';
import { createListNumbers } from '../flows/numbers/list-numbers.ts';
import { createOwnersWhoLeft } from '../flows/numbers/owners-who-left.ts';
import { createTransfers } from '../flows/numbers/transfer-number.ts';
import { createUnusedNumbers } from '../flows/numbers/unused-numbers.ts';
import { createApproveSeveral } from '../flows/order/approve-several.ts';
import { createDecideOrder } from '../flows/order/decide-order.ts';
import { createDraftOrder } from '../flows/order/draft-order.ts';
import { createFinishRequest } from '../flows/order/finish-request.ts';
import { createListOrders } from '../flows/order/list-orders.ts';
import { createMakeOrder } from '../flows/order/make-order.ts';
import { createRequestOrder } from '../flows/order/request-order.ts';
import { createRerequestOrder } from '../flows/order/rerequest-order.ts';
import { createSettleOrder } from '../flows/order/settle-order.ts';
import { createTestRequest } from '../flows/order/test-request.ts';
import { createExaminePolicy } from '../flows/policy/examine-policy.ts';
import { createPolicyHistory } from '../flows/policy/policy-history.ts';
import { createSetUpPolicy } from '../flows/policy/set-up-policy.ts';
import { createShowSetUp } from '../flows/policy/show-set-up.ts';
import { createTryOut } from '../flows/policy/try-out.ts';
import { keepEach } from '../flows/shared-reads.ts';
import { createByon } from '../flows/verification/byon.ts';
import { createShowRequested } from '../handlers/order/order-request.ts';
import { createCardPlaces } from '../slack/card-places.ts';
import { createKnownAtSlack } from '../slack/known-at-slack.ts';
import { createHomePublisher } from '../slack/modals.ts';
import { createNames } from '../slack/people.ts';
import { createUserGroups } from '../slack/user-groups.ts';
import type { HomeOwner } from '../store/homes.ts';
import { closedHome, homeView } from '../views/home/home-view.ts';
import type { CardSetUp } from '../views/order/order-card.ts';
import { readConnectFailure, readSendFailure } from '../vobiz/failed-calls.ts';
import { channelWaits, wireAccountNews, wireReadAccount } from './account-wiring.ts';
import { createExamineRunning } from './doctor/examine-running.ts';
import { createSharedServices, type Outside } from './shared-services.ts';

/** A menu of user groups asks at each letter, and Slack answers only so often. */
const GROUPS_KNOWN_MS = 30_000;

/** Every flow that a click or a job calls, built only here; job-only flows are in `job-flows.ts`. */
export function createServices(outside: Outside) {
  const { config, deadlines, homeTeam, stores, clients, vobiz } = outside;
  const shared = createSharedServices(outside);
  const { policiesOf } = shared;
  const { orders } = stores;

  const unusedNumbers = createUnusedNumbers(shared);
  /** What could be used instead of what a request would buy. */
  const unusedInstead = async (order: Order): Promise<UnusedNumbers | undefined> => {
    const { team, channel, number, state, test } = order;
    if (state !== 'awaiting_approval' || test) return undefined;
    return unusedNumbers(team, { country: number.country, region: '', channel });
  };
  const accountProblems = createAccountProblems(shared);
  const readAccount = wireReadAccount(outside, shared);
  const makeOrder = createMakeOrder(shared);
  const decideOrder = createDecideOrder(shared);
  const listOrders = createListOrders(shared);
  const draftOrder = createDraftOrder({
    ...shared,
    lastOf: listOrders.own,
    lately: outside.lately,
    cardPlaces: createCardPlaces(clients.interactive),
  });
  const requestOrder = createRequestOrder({ ...shared, makeOrder });
  const connect = createConnect({
    ...shared,
    policy: async (team) => (await policiesOf(team)).connect,
    readFailure: readConnectFailure,
    waits: channelWaits(outside),
  });
  const metaAccess = async (team: string) => ({
    accounts: outside.metaAccounts,
    tokenInModal: (await policiesOf(team)).connect.tokenInModal,
  });
  const namesOf = createNames(clients.background);
  const userGroups = keepEach(createUserGroups(clients.people), GROUPS_KNOWN_MS, () =>
    performance.now(),
  );
  const examine = createExaminePolicy(() => createKnownAtSlack(clients.people, homeTeam));
  const publishHome = createHomePublisher(clients.homes);
  const accounts = outside.metaAccounts.map(({ name }) => name);
  const canConnect = async (team: string): Promise<boolean> =>
    (await stores.connectSetUp.hasAccount()) ||
    ((await shared.settings.current(team)).policies?.connect.tokenInModal ?? false);

  const holdings = createHoldNumber(shared);
  const numbers = createListNumbers({
    ...shared,
    seen: stores.numbersSeen,
    /** The list is there also while nobody can tell what the policy says. */
    labels: async (team) => {
      const { policies } = await shared.settings.current(team);
      return policies ? labelsOf(policies, team) : [];
    },
  });
  const ownersWhoLeft = createOwnersWhoLeft(shared);
  const digestPlan = async (team: string) => {
    const { policies } = await shared.settings.current(team);
    return policies && digestPlanOf(policies, team);
  };
  const readDigest = createReadDigest({
    ...shared,
    numbers,
    ownersWhoLeft,
    rulebook: async (team) =>
      workspaceOf(await policiesOf(team), team)?.rulebook ?? DEFAULT_RULEBOOK,
  });

  const glanceLately = createGlance(outside.lately);
  const home = createHome({
    accountProblem: accountProblems.forHome,
    accountNews: createOpenAccountNews({ ...shared, glance: glanceLately }),
    setUp: createShowSetUp({
      ...shared,
      drafts: stores.setUpDrafts,
      admins: config.admins,
      accounts,
    }),
    ...outside,
    ...shared,
    glance: glanceLately,
    render: renderHome,
    publish: publishHome,
    team: homeTeam,
  });
  const accountNews = wireAccountNews(outside, shared, { numbers, home });

  return {
    ...shared,
    digestPlan,
    readDigest,
    keepNumber: createKeepNumber({ ...shared, holdings }),
    lookAtDigest: createLookAtDigest({
      ...shared,
      plan: digestPlan,
      read: readDigest,
      mayAdmin: shared.settings.mayAdmin,
    }),
    records: createOrderRecords({ orders }),
    listOrders,
    draftOrder,
    chooseSeveral: createChooseSeveral({ ...shared, draftOrder }),
    requestOrder,
    finishRequest: createFinishRequest({
      ...shared,
      requestOrder,
      show: createShowRequested(shared),
      staleAfterMs: deadlines.requestStaleAfterMs,
    }),
    rerequestOrder: createRerequestOrder({ ...shared, makeOrder }),
    decideOrder,
    approveSeveral: createApproveSeveral({ ...shared, decideOrder }),
    settleOrder: createSettleOrder({
      ...shared,
      lookNow: createLookNow({ ...shared, readAccount, wait }),
    }),
    readAccount,
    byon: createByon({
      ...shared,
      cardPlaces: createCardPlaces(clients.people),
      policy: async (team) => (await policiesOf(team)).byon,
      readSendFailure,
    }),
    connect,
    manageChannel: createManageChannel({
      ...shared,
      forbids: connect.forbids,
      readFailure: readConnectFailure,
    }),
    metaAccess,
    metaStand: createReadMetaStand({ ...outside, ...shared, elapsed: () => performance.now() }),
    holdings,
    transfers: createTransfers(shared),
    unusedNumbers,
    giveBacks: createGiveBacks({
      ...shared,
      terms: async ({ kind, team, channel }) => {
        const { expiresAfterMs, reminders } =
          (await shared.rulebook(team, channel)) ?? DEFAULT_RULEBOOK;
        const all = kind === 'order' ? undefined : await shared.approvers(team, channel);
        return { approvers: (await policiesOf(team)).giveBack ?? all, expiresAfterMs, reminders };
      },
    }),
    ...accountNews,
    /** Whether cards lead to Connect. They are drawn also while nobody can tell what the policy says. */
    canConnect,
    homeTeam,
    cardSetUp: async (order: Order): Promise<CardSetUp> => ({
      canConnect: await canConnect(order.team),
      unused: await unusedInstead(order),
      // Last, as a card that is about to be posted is not redrawn when this changes.
      account: await accountProblems.forCard(order),
    }),
    numbers,
    /** Names of the WhatsApp accounts that are set up. */
    accounts,
    examineRunning: createExamineRunning({
      config,
      client: clients.people,
      vobiz,
      skews: outside.skews,
      examinePolicy: examine,
      ownersWhoLeft,
    }),
    policyHistory: createPolicyHistory({ audit: stores.audit }),
    namesOf,
    readAudit: createReadAudit({
      ...shared,
      namesOf,
      readers: async (team) => auditReadersOf(await policiesOf(team), team),
    }),
    publishHome,
    admins: config.admins,
    setUp: createSetUpPolicy({
      ...shared,
      drafts: stores.setUpDrafts,
    }),
    tryOut: createTryOut(shared),
    examine,
    testRequest: createTestRequest({ ...shared, makeOrder }),
    userGroups: () => userGroups(''),
    home,
  };
}
export type Services = ReturnType<typeof createServices>;

function renderHome(content: HomeContent, { channel }: HomeOwner) {
  return content.kind === 'home' ? homeView({ ...content, channel }) : closedHome(content.why);
}
