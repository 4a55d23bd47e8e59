import type { ModalView } from '@slack/types';
import type { Connectable } from '../../domain/connection/connectable.ts';
import { type Connected, hasChannel, metaTokenSchema } from '../../domain/connection/connection.ts';
import type { Connect } from '../../flows/connection/connect.ts';
import type { Connections } from '../../flows/connection/connections.ts';
import type { ManageChannel } from '../../flows/connection/manage-channel.ts';
import { blockOf, readInput } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import {
  CHANNEL_TITLE,
  channelForm,
  channelOutcome,
  channelSaving,
  disconnectForm,
  KEEP_TOKEN,
} from '../../views/connection/channel-form.ts';
import {
  CONNECT_PROBLEMS,
  type ConnectOffer,
  connectLoading,
  mayNotConnect,
  TYPED_ACCOUNT,
} from '../../views/connection/connect-form.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click, FormErrors } from '../edge/interaction.ts';
import { type MetaAccess, nameProblem } from './connect-forms.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  forbids: Connect['forbids'];
  connections: Connections;
  manage: ManageChannel;
  access: (team: string) => Promise<MetaAccess>;
};

/** Manage and Disconnect on the card of a connected number. */
export function handleChannel(deps: Deps): void {
  const { edge, modals, manage, connections } = deps;

  edge.button(buttons.manageChannel, 'read', async ({ record: id }, click) => {
    const modal = await click.show(connectLoading());
    const access = await deps.access(click.actor.teamId);
    const form = (record: Connectable, connection: Connected) =>
      channelForm(record, connection, offerFor(connection, access), click.ref);
    await modals.update(modal, await viewOf(deps, click, id, form));
  });

  edge.submission(modalIds.channel, 'channel', async ({ record: id }, { values, actor, ref }) => {
    const record = await connections.get({ team: actor.teamId, id });
    if (!record) return { view: noticeView(CHANNEL_TITLE, unknownRecord()) };
    const { connection } = record;
    if (!hasChannel(connection)) {
      return { view: channelOutcome({ ok: false, refusal: { kind: 'no_channel', connection } }) };
    }
    const access = await deps.access(actor.teamId);
    const read = readChannelForm(values, access);
    if ('errors' in read) return read;
    const { displayName } = read;
    const filled = { displayName, account: readInput(values, inputs.metaAccount) };
    return {
      view: channelSaving(record, 'change'),
      carryOut: async () => {
        const managed = await manage.change(actor, id, read);
        return { says: channelOutcome(managed), isOnCard: false, isRefused: !managed.ok };
      },
      onFailure: (problem) =>
        channelForm(record, connection, offerFor(connection, access), ref, { filled, problem }),
    };
  });

  edge.button(buttons.disconnect, 'read', async ({ record: id }, click) => {
    const modal = await click.show(connectLoading());
    await modals.update(modal, await viewOf(deps, click, id, disconnectForm));
  });

  edge.submission(modalIds.disconnect, 'channel', async ({ record: id }, { actor }) => {
    const record = await connections.get({ team: actor.teamId, id });
    if (!record) return { view: noticeView(CHANNEL_TITLE, unknownRecord()) };
    return {
      view: channelSaving(record, 'disconnect'),
      carryOut: async () => {
        const managed = await manage.disconnect(actor, id);
        return { says: channelOutcome(managed), isOnCard: managed.ok };
      },
    };
  });
}

/** Another token of the same account. */
function offerFor({ wabaId }: Connected, { accounts, tokenInModal }: MetaAccess): ConnectOffer {
  const same = accounts.filter((account) => account.wabaId === wabaId);
  return { accounts: same.map(({ name }) => name), tokenInModal };
}

/** A form about a connected number, or why the person does not get it. */
async function viewOf(
  deps: Deps,
  { actor }: Click,
  id: string,
  form: (record: Connectable, connection: Connected) => ModalView,
): Promise<ModalView> {
  const record = await deps.connections.get({ team: actor.teamId, id });
  if (!record) return noticeView(CHANNEL_TITLE, unknownRecord());
  const why = await deps.forbids(actor, record);
  if (why) return noticeView(CHANNEL_TITLE, mayNotConnect(why));
  const { connection } = record;
  if (!hasChannel(connection)) {
    return channelOutcome({ ok: false, refusal: { kind: 'no_channel', connection } });
  }
  return form(record, connection);
}

function readChannelForm(
  values: unknown,
  { accounts, tokenInModal }: MetaAccess,
): FormErrors | { displayName: string; accessToken?: string | undefined } {
  const displayName = readInput(values, inputs.displayName).normalize('NFKC').trim();
  const problem = nameProblem(displayName);
  if (problem) return { errors: { [blockOf(values, inputs.displayName)]: problem } };
  const chosen = readInput(values, inputs.metaAccount) || KEEP_TOKEN;
  if (chosen === KEEP_TOKEN) return { displayName };
  const typed = tokenInModal && chosen === TYPED_ACCOUNT;
  const accessToken = typed
    ? readInput(values, inputs.metaToken).trim()
    : (accounts.find(({ name }) => name === chosen)?.token ?? '');
  if (metaTokenSchema.safeParse(accessToken).success) return { displayName, accessToken };
  const block = blockOf(values, typed ? inputs.metaToken : inputs.metaAccount);
  return { errors: { [block]: CONNECT_PROBLEMS.token } };
}
