import { rulebookFor } from '../domain/policy/policies.ts';
import { approversOf } from '../domain/policy/policy.ts';
import { DEFAULT_RULEBOOK, policyFor } from '../domain/policy/rulebook.ts';
import { type ChangeDeps, createOrderChange, createVerificationChange } from '../flows/change.ts';
import type { MetaAccount } from '../flows/connection/connect.ts';
import { createConnections } from '../flows/connection/connections.ts';
import { createChangeGiveBack } from '../flows/giveback/give-backs.ts';
import { createGlance, createIdentify, createReadPeople, type People } from '../flows/identify.ts';
import { createEndTransfer } from '../flows/numbers/end-transfer.ts';
import { createSearch } from '../flows/numbers/search-numbers.ts';
import { createCheckOffer } from '../flows/order/check-before-purchase.ts';
import { createRest } from '../flows/order/rest.ts';
import { createPinPolicy } from '../flows/policy/pin-policy.ts';
import type { PoliciesInForce } from '../flows/policy/policies-in-force.ts';
import { createSettings } from '../flows/policy/settings.ts';
import { createPermalinks } from '../handlers/order/card-forms.ts';
import type { EnqueueHome } from '../jobs/queue.ts';
import type { GraphClient } from '../meta/graph-client.ts';
import { createIsMember } from '../slack/channel-members.ts';
import type { SlackClients } from '../slack/clients.ts';
import type { SlackMessenger } from '../slack/messenger.ts';
import { createModals } from '../slack/modals.ts';
import { createIsWorkspaceAdmin, createPeopleAtSlack } from '../slack/people.ts';
import type { VobizClient } from '../vobiz/client.ts';
import { createFindOrder } from '../vobiz/order-evidence.ts';
import type { Config } from './config.ts';
import type { Deadlines } from './deadlines.ts';
import type { Skews } from './doctor/check-machine.ts';
import { policyVersion } from './policy-file.ts';
import type { Stores } from './storage.ts';

/**
 * What the flows are built from. Bot and worker have their own Redis connections and Slack clients: a click fails
 * within seconds where a job waits, and a job that Slack slows down delays no click. The rest is the same for both.
 */
export type Outside = {
  config: Config;
  deadlines: Deadlines;
  homeTeam: string;
  stores: Stores;
  clients: SlackClients;
  messenger: SlackMessenger;
  vobiz: VobizClient;
  /** How far the clocks of Slack and Vobiz are ahead. */
  skews: Skews;
  policiesIn: (stores: Stores) => PoliciesInForce;
  metaAccounts: readonly MetaAccount[];
  graph: GraphClient | undefined;
  /** People as read a moment ago, for drawing Homes. */
  lately: People;
  enqueueHome: EnqueueHome;
  enqueueHomeSurely: EnqueueHome;
  change: ChangeDeps;
};

/** What most flows share, each part built once. */
export function createSharedServices(outside: Outside) {
  const { config, deadlines, homeTeam, stores, clients, messenger, vobiz, change } = outside;
  const { log } = change;
  const { inForce, policiesOf } = outside.policiesIn(stores);
  const rulebook = async (team: string, channel: string) =>
    rulebookFor(await policiesOf(team), team, channel);
  /** Who approves requests made in a channel. */
  const approving = async (team: string, channel: string) =>
    policyFor((await rulebook(team, channel)) ?? DEFAULT_RULEBOOK);
  const people = createReadPeople(createPeopleAtSlack({ client: clients.people, homeTeam })).fresh;
  const pace = { ...config.codePace, staleAfterMs: deadlines.codeRequestStaleAfterMs };
  const { orders, verifications, deliveries } = stores;
  const changeOrder = createOrderChange({ ...change, orders });
  const connections = createConnections({ ...change, orders, verifications });

  return {
    policiesOf,
    ...stores,
    ...change,
    vobiz,
    messenger,
    isMember: createIsMember({ client: clients.background, log }),
    rulebook,
    approving,
    approvers: async (team: string, channel: string) => approversOf(await approving(team, channel)),
    people,
    identify: createIdentify(people),
    glance: createGlance(people),
    modals: createModals({ opening: clients.interactive, updating: clients.answering }),
    permalink: createPermalinks({ client: clients.interactive, deliveries }),
    pace,
    changeOrder,
    rest: createRest({ orders, changeOrder }),
    changeGiveBack: createChangeGiveBack({ ...change, connections }),
    changeVerification: createVerificationChange({ ...change, verifications, pace }),
    connections,
    endTransfer: createEndTransfer({ ...change, connections }),
    findOrder: createFindOrder({
      client: vobiz,
      now: change.clock.now,
      orderRead: config.vobiz.orderRead,
    }),
    search: createSearch({ ...stores, vobiz, rulebook, lately: outside.lately }),
    checkOffer: createCheckOffer({ vobiz }),
    pinPolicy: createPinPolicy({ people, log }),
    settings: createSettings({
      ...change,
      inForce,
      stored: stores.policies,
      people,
      isWorkspaceAdmin: createIsWorkspaceAdmin({ client: clients.people, homeTeam }),
      admins: config.admins,
      versionOf: policyVersion,
    }),
  };
}
export type SharedServices = ReturnType<typeof createSharedServices>;
