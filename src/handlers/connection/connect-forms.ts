import type { Connectable } from '../../domain/connection/connectable.ts';
import { mayConnectNow } from '../../domain/connection/connection.ts';
import type { Connect, ConnectOutcome } from '../../flows/connection/connect.ts';
import type { Connections } from '../../flows/connection/connections.ts';
import { buttons, modals } from '../../slack/ids.ts';
import type { Windows } from '../../slack/windows.ts';
import {
  CONNECT_TITLE,
  canConnect,
  connectForm,
  connectLoading,
  connectNotSetUp,
  connectSending,
} from '../../views/connection/connect-form.ts';
import {
  alreadyConnecting,
  connectOutcome,
  mayNotConnect,
} from '../../views/connection/connect-outcome.ts';
import { sentence } from '../../views/kit/blocks.ts';
import { noticeView } from '../../views/kit/notice.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click } from '../edge/interaction.ts';
import { type MetaAccess, readConnectForm } from './connect-fields.ts';

type Deps = {
  edge: Edge;
  windows: Windows;
  connect: Connect;
  connections: Connections;
  access: () => MetaAccess;
};

/** Connect on the card of a bought or verified number. A Meta token goes from here into the call and nowhere else. */
export function handleConnect(deps: Deps): void {
  const { edge, windows, connect, connections } = deps;

  edge.button(buttons.connect, 'connect', async ({ record: id }, click) => {
    const window = await click.show(connectLoading());
    await windows.update(window, await openedView(deps, click, id));
  });

  edge.submission(modals.connect, 'connect', async ({ record: id }, { values, actor }) => {
    const record = await connections.get({ team: actor.teamId, id });
    if (!record) return { view: noticeView({ title: CONNECT_TITLE, ...unknownRecord() }) };
    const read = readConnectForm(values, record, deps.access());
    if (!read.ok) return { errors: read.errors };
    return {
      view: connectSending(record),
      after: async (viewId) => {
        const outcome = await connect.connect(actor, id, read.form);
        await windows.update({ viewId }, await outcomeView(deps, record, outcome));
      },
    };
  });

  edge.button(buttons.checkChannel, 'connect', async ({ record: id }, click) => {
    const record = await connections.get({ team: click.actor.teamId, id });
    if (!record) return click.answer(unknownRecord());
    const why = await connect.forbids(click.actor, record);
    if (why) return click.answer(mayNotConnect(why));
    const looked = await connect.checkAgain(record, click.actor);
    await click.answer(
      sentence(
        looked === 'changed'
          ? 'Vobiz says something new: the card shows it.'
          : 'Vobiz still says the same. Meta can take a day or more for a new review.',
      ),
    );
  });
}

/** The form for those who may connect now; for everyone else the reason why not, before they type anything. */
async function openedView(deps: Deps, { actor, ref }: Click, id: string) {
  const record = await deps.connections.get({ team: actor.teamId, id });
  if (!record) return noticeView({ title: CONNECT_TITLE, ...unknownRecord() });
  const why = await deps.connect.forbids(actor, record);
  if (why) return noticeView({ title: CONNECT_TITLE, ...mayNotConnect(why) });
  const { connection } = record;
  if (connection && !mayConnectNow(connection)) return alreadyConnecting(connection);
  const { accounts, tokenInModal } = deps.access();
  const offer = { accounts: accounts.map(({ name }) => name), tokenInModal };
  return canConnect(offer) ? connectForm(record, offer, ref) : connectNotSetUp();
}

async function outcomeView(deps: Deps, record: Connectable, outcome: ConnectOutcome) {
  if (outcome.ok) return connectOutcome(outcome.record, outcome.connection);
  const { refusal } = outcome;
  switch (refusal.kind) {
    case 'forbidden':
      return noticeView({ title: CONNECT_TITLE, ...mayNotConnect(refusal.why) });
    case 'already':
      return alreadyConnecting(refusal.connection);
    default: {
      // The sweep or the list of channels was faster than the answer: the record says what is known.
      const now = await deps.connections.get(record);
      return now?.connection
        ? connectOutcome(now, now.connection)
        : noticeView({ title: CONNECT_TITLE, ...unknownRecord() });
    }
  }
}
