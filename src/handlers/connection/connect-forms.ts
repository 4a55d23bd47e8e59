import { type Connectable, isLeaving, onboardingOf } from '../../domain/connection/connectable.ts';
import {
  DISPLAY_NAME_MAX,
  hasChannel,
  mayConnectNow,
  metaIdSchema,
  metaTokenSchema,
} from '../../domain/connection/connection.ts';
import type {
  Connect,
  ConnectForm,
  ConnectOutcome,
  MetaAccount,
} from '../../flows/connection/connect.ts';
import type { Connections } from '../../flows/connection/connections.ts';
import { blockOf, readInput } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { type InputName, inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import {
  alreadyConnecting,
  CONNECT_PROBLEMS,
  CONNECT_TITLE,
  type ConnectOffer,
  canConnect,
  checkedAgain,
  connectForm,
  connectLeaving,
  connectLoading,
  connectNotSetUp,
  connectOutcome,
  connectSending,
  mayNotConnect,
  TYPED_ACCOUNT,
} from '../../views/connection/connect-form.ts';
import { noticeView, shorten } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click, FormErrors } from '../edge/interaction.ts';

export type MetaAccess = { accounts: readonly MetaAccount[]; tokenInModal: boolean };

/** A typed token counts only if the policy allows typing one. Errors never repeat what was typed. */
function readConnectForm(
  values: unknown,
  record: Connectable,
  access: MetaAccess,
): ConnectForm | FormErrors {
  const errors: Record<string, string> = {};
  const complain = (name: InputName, problem: string) => {
    errors[blockOf(values, inputs[name])] = problem;
  };
  const text = (name: InputName) => readInput(values, inputs[name]).normalize('NFKC').trim();

  const displayName = text('displayName');
  const problem = nameProblem(displayName);
  if (problem) complain('displayName', problem);

  const phoneNumberId = text('phoneNumberId');
  const brought = onboardingOf(record).mode === 'bring_your_own';
  if (brought && !metaIdSchema.safeParse(phoneNumberId).success) {
    complain('phoneNumberId', CONNECT_PROBLEMS.phoneNumberId);
  }

  const chosen = readInput(values, inputs.metaAccount);
  const { wabaId, token } = access.accounts.find(({ name }) => name === chosen) ?? typedAccount();
  return Object.keys(errors).length > 0
    ? { errors }
    : { wabaId, phoneNumberId, displayName, accessToken: token };

  function typedAccount(): Pick<MetaAccount, 'wabaId' | 'token'> {
    const typed = { wabaId: text('wabaId'), token: text('metaToken') };
    if (!access.tokenInModal || (access.accounts.length > 0 && chosen !== TYPED_ACCOUNT)) {
      const name = access.accounts.length > 0 ? 'metaAccount' : 'displayName';
      complain(name, CONNECT_PROBLEMS.account);
      return { wabaId: '', token: '' };
    }
    if (!metaIdSchema.safeParse(typed.wabaId).success) complain('wabaId', CONNECT_PROBLEMS.wabaId);
    if (!metaTokenSchema.safeParse(typed.token).success)
      complain('metaToken', CONNECT_PROBLEMS.token);
    return typed;
  }
}

export function nameProblem(name: string): string | undefined {
  const tooLong = [...name].length - DISPLAY_NAME_MAX;
  if (tooLong > 0) return shorten(tooLong);
  return name === '' ? CONNECT_PROBLEMS.name : undefined;
}

type Deps = {
  edge: Edge;
  modals: Modals;
  connect: Connect;
  connections: Connections;
  access: (team: string) => Promise<MetaAccess>;
};

/** Connect on the card of a bought or verified number. A Meta token goes from here into the call and nowhere else. */
export function handleConnect(deps: Deps): void {
  const { edge, modals, connect, connections } = deps;

  edge.button(buttons.connect, 'read', async ({ record: id }, click) => {
    const modal = await click.show(connectLoading());
    await modals.update(modal, await openedView(deps, click, id));
  });

  edge.submission(modalIds.connect, 'connect', async ({ record: id }, { values, actor, ref }) => {
    const record = await connections.get({ team: actor.teamId, id });
    if (!record) return { view: noticeView(CONNECT_TITLE, unknownRecord()) };
    const access = await deps.access(actor.teamId);
    const read = readConnectForm(values, record, access);
    if ('errors' in read) return read;
    const { accessToken: _never, ...typed } = read;
    const filled = { ...typed, account: readInput(values, inputs.metaAccount) };
    return {
      view: connectSending(record),
      carryOut: async () => {
        const outcome = await connect.connect(actor, id, read);
        const isRefused = !outcome.ok || !hasChannel(outcome.connection);
        return { says: await outcomeView(deps, record, outcome), isOnCard: false, isRefused };
      },
      onFailure: (problem) => connectForm(record, offerOf(access), ref, { filled, problem }),
    };
  });

  edge.button(buttons.checkChannel, 'connect', async ({ record: id }, click) => {
    const record = await connections.get({ team: click.actor.teamId, id });
    if (!record) return click.answer(unknownRecord());
    const why = await connect.forbids(click.actor, record);
    if (why) return click.answer(mayNotConnect(why));
    const looked = await connect.checkAgain(record, click.actor);
    await click.answer(checkedAgain(looked));
  });
}

function offerOf({ accounts, tokenInModal }: MetaAccess): ConnectOffer {
  return { accounts: accounts.map(({ name }) => name), tokenInModal };
}

/** The form, or the reason the person may not connect, before they type anything. */
async function openedView(deps: Deps, { actor, ref }: Click, id: string) {
  const record = await deps.connections.get({ team: actor.teamId, id });
  if (!record) return noticeView(CONNECT_TITLE, unknownRecord());
  const why = await deps.connect.forbids(actor, record);
  if (why) return noticeView(CONNECT_TITLE, mayNotConnect(why));
  const { connection } = record;
  if (isLeaving(record)) return connectLeaving();
  if (connection && !mayConnectNow(connection)) return alreadyConnecting(connection);
  const offer = offerOf(await deps.access(actor.teamId));
  return canConnect(offer) ? connectForm(record, offer, ref) : connectNotSetUp();
}

async function outcomeView(deps: Deps, record: Connectable, outcome: ConnectOutcome) {
  if (outcome.ok) return connectOutcome(outcome.record, outcome.connection);
  const { refusal } = outcome;
  switch (refusal.kind) {
    case 'forbidden':
      return noticeView(CONNECT_TITLE, mayNotConnect(refusal.why));
    case 'already':
      return alreadyConnecting(refusal.connection);
    case 'leaving':
      return connectLeaving();
    case 'unknown':
    case 'out_of_turn': {
      // The sweep or the channel list got there first: show the record.
      const now = await deps.connections.get(record);
      return now?.connection
        ? connectOutcome(now, now.connection)
        : noticeView(CONNECT_TITLE, unknownRecord());
    }
  }
}
