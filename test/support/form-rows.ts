import type { Delivery } from '../../sandbox/slack/courier.ts';
import { buttons, modalIds } from '../../src/slack/ids.ts';
import { type InputName, inputs } from '../../src/slack/inputs.ts';
import { PHONE } from './byon.ts';
import { metaTokens, submitConnect, TYPED_TOKEN, UNDECIDED, WABA } from './connecting.ts';
import { everyValue } from './every-value.ts';
import { startFullRedis } from './full-redis.ts';
import { ADOPTED } from './giving-back.ts';
import {
  approve,
  bringNumber,
  cardShows,
  idIn,
  press,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from './journeys.ts';
import { policyFile } from './policy.ts';
import { APPROVALS, ASHA, MEERA, OPS, RAVI, startWorld } from './world.ts';

const TEAM = 'T0NUMBERS';
/** What is never shown again. */
export const CODE = '73914628';

export type FormName = keyof typeof modalIds;
type Of = 'waiting' | 'bought' | 'connected' | 'verification';
export type FormRow = {
  by: string;
  /** The record that it is about. */
  of: Of;
  /** What people type into it and must not lose. */
  typed?: Partial<Record<InputName, string>>;
  /** Whatever else it needs. */
  more?: Partial<Record<InputName, unknown>>;
  /** The record is such that it would be carried out. */
  isOpen?: boolean;
};

const chosen = (value: string) => ({ selected_option: { value } });
const name = { displayName: 'Pune Support Desk' };
const reason = { reason: 'The desk has moved to Nashik' };
const ravi = { by: RAVI, of: 'bought' } as const;
const decides = { by: RAVI, of: 'waiting', isOpen: true } as const;

/** Every form: a new one doesn't compile before it has a row. */
const FORMS = {
  search: ravi,
  chooseSeveral: { ...ravi, more: { count: { value: '3' } } },
  orderForm: { ...ravi, typed: { purpose: 'Hotline of the Pune desk' } },
  deny: { ...decides, typed: reason },
  withdraw: { by: ASHA, of: 'waiting', isOpen: true },
  digits: decides,
  approveSeveral: ravi,
  ask: { ...decides, typed: { question: 'Is one line enough for Pune?' } },
  answer: { by: ASHA, of: 'waiting', isOpen: true, typed: { answer: 'One is enough for now' } },
  wasPlaced: { ...ravi, typed: { ...reason, phone: '+919876501777', vobizOrder: 'vo-4711-pune' } },
  wasNotPlaced: { ...ravi, typed: reason },
  byonStart: {
    ...ravi,
    isOpen: true,
    typed: { phone: '+919876501888' },
    more: { method: chosen('sms') },
  },
  enterCode: { by: RAVI, of: 'verification', isOpen: true, more: { code: { value: CODE } } },
  cancelVerification: { by: ASHA, of: 'verification', isOpen: true },
  connect: {
    ...ravi,
    isOpen: true,
    typed: { ...name, wabaId: WABA },
    more: { metaAccount: chosen('*'), metaToken: { value: TYPED_TOKEN } },
  },
  channel: { by: RAVI, of: 'connected', isOpen: true, typed: name },
  disconnect: { by: RAVI, of: 'connected', isOpen: true },
  giveBack: { ...ravi, isOpen: true, typed: reason },
  denyGiveBack: { ...ravi, typed: reason },
  markGone: ravi,
  markOurs: ravi,
  holding: { ...ravi, isOpen: true, typed: { note: 'Second line of the desk' } },
  askForNumber: { ...ravi, typed: { note: 'Needed for the Pune desk' } },
  declineTransfer: { ...ravi, typed: reason },
  adopt: { ...ravi, isOpen: true, typed: { purpose: 'The old hotline of Pune' } },
  numbers: ravi,
  policyImport: { ...ravi, more: { policyText1: { value: 'approvals: {}' } } },
  setUpApprovals: ravi,
  setUpAmounts: ravi,
  setUpCheck: ravi,
  notice: ravi,
} satisfies Record<FormName, FormRow>;

export const FORM_ROWS = Object.entries<FormRow>(FORMS) as [FormName, FormRow][];

/** A workspace with a record for each of them, behind a Redis that can become full. */
export async function startFormScene() {
  const redis = await startFullRedis(TEAM);
  const approvers = { approvers: { users: [RAVI, MEERA] }, self_approval: true };
  const policy = await policyFile(approvers, { connect: { token_in_modal: true } });
  const env = {
    ...policy,
    ...(await metaTokens()),
    REDIS_URL: redis.url,
    SWEEP_EVERY_MS: '600000',
  };
  const world = await startWorld({ vobiz: UNDECIDED, env });
  const buy = async (index: number) => {
    await approve(world, await requestNumber(world, { index }));
    return cardShows(world, APPROVALS, SAYS.bought);
  };
  const connected = await buy(0);
  await submitConnect(world, connected);
  await cardShows(world, APPROVALS, SAYS.inReview);
  await world.slack.as(ASHA).dismiss();
  const bought = await buy(1);
  const verification = await bringNumber(world, { phone: PHONE });
  world.vobiz.addOwnedNumber({ e164: ADOPTED, setup_fee: 500, monthly_fee: 250 });
  const waiting = await requestNumber(world, { index: 2 });
  await press(world, RAVI, waiting, buttons.ask);
  const form = await viewShows(world, RAVI, /question_text/);
  await world.slack.as(RAVI).type(form, { actionId: inputs.question.actionId }, 'What for?');
  await world.slack.as(RAVI).submit();
  await cardShows(world, APPROVALS, /What for\?/);
  const cards = { waiting, bought, connected, verification };
  const ids: Record<Of, string> = {
    waiting: idIn(cards.waiting),
    bought: idIn(cards.bought),
    connected: idIn(cards.connected),
    verification: idIn(cards.verification),
  };
  const [, digits = ''] = /\+91 \d{5} \d(\d{4})/.exec(textOf(waiting)) ?? [];
  return { world, redis, ids, digits };
}
export type FormScene = Awaited<ReturnType<typeof startFormScene>>;

/** Sends a form as its row says, of a window that is closed by then. */
export function sendForm(
  { world, ids, digits }: FormScene,
  form: FormName,
  row: FormRow,
): Promise<Delivery> {
  const { team, bot } = world.slack.workspace;
  const { by, of, typed = {}, more = {} } = row;
  const { id, encode } = modalIds[form];
  const { verification, bought } = ids;
  const order = of === 'verification' ? bought : ids[of];
  const value = {
    ...everyValue({ order, verification, channel: OPS }),
    record: ids[of],
    e164: ADOPTED,
  };
  const fields = Object.entries(typed).map(([field, text]) => {
    const { blockId, actionId } = inputs[field as InputName];
    return { blockId, actionId, text };
  });
  const { lastDigits } = inputs;
  const values = Object.fromEntries([
    [lastDigits.blockId, { [lastDigits.actionId]: { value: digits } }],
    ...fields.map(({ blockId, actionId, text }) => [blockId, { [actionId]: { value: text } }]),
    ...Object.entries(more).map(([field, filled]) => {
      const { blockId, actionId } = inputs[field as InputName];
      return [blockId, { [actionId]: filled }];
    }),
  ]);
  return world.slack.as(by).sendRaw('view_submission', {
    type: 'view_submission',
    api_app_id: bot.appId,
    team: { id: team.id, domain: team.domain },
    user: { id: by, team_id: team.id },
    trigger_id: 'typed',
    response_urls: [],
    view: {
      id: `V0${form.toUpperCase()}`,
      type: 'modal',
      hash: 'typed',
      callback_id: id,
      private_metadata: (encode as (value: unknown) => string)(value),
      state: { values },
      blocks: fields.map(({ blockId, actionId }) => ({
        type: 'input',
        block_id: blockId,
        label: { type: 'plain_text', text: 'Label' },
        element: { type: 'plain_text_input', action_id: actionId },
      })),
    },
  });
}
