import { z } from 'zod';
import { channelIdSchema } from '../domain/actor.ts';
import { priceSchema } from '../domain/money.ts';
import { DIGITS_MAX, REGION_MAX, SORTS } from '../domain/numbers/number-search.ts';
import { orderIdSchema } from '../domain/order/order.ts';
import { e164Schema } from '../domain/phone.ts';
import { verificationIdSchema } from '../domain/verification/verification.ts';
import { define, METADATA_MAX, VALUE_MAX } from './codec.ts';

/** The slash command, as in manifest.yml. */
export const COMMAND = '/vobiz-number';

const querySchema = z.object({
  country: z.string().regex(/^[A-Z]{2}$/),
  region: z.string().max(REGION_MAX),
  digits: z.string().max(DIGITS_MAX),
  sort: z.enum(SORTS),
});
const order = z.object({ order: orderIdSchema });
const verification = z.object({ verification: verificationIdSchema });
/** An order or a verification whose number becomes a channel. */
const connectable = z.object({ record: z.union([orderIdSchema, verificationIdSchema]) });

const page = z.object({ page: z.number().int().min(0) });

/** Every button: `id` is its action_id. */
export const buttons = {
  choose: define(
    'choose_number',
    z.object({
      country: z.string().regex(/^[A-Z]{2}$/),
      region: z.string().max(REGION_MAX),
      e164: e164Schema,
      price: priceSchema,
    }),
    VALUE_MAX,
  ),
  previousPage: define('previous_page', page, VALUE_MAX),
  nextPage: define('next_page', page, VALUE_MAX),
  approve: define('approve_order', order, VALUE_MAX),
  deny: define('deny_order', order, VALUE_MAX),
  enterCode: define('enter_code', verification, VALUE_MAX),
  sendNewCode: define('send_new_code', verification, VALUE_MAX),
  callInstead: define('call_instead', verification, VALUE_MAX),
  cancelVerification: define('cancel_verification', verification, VALUE_MAX),
  approveWithDigits: define('approve_order_digits', order, VALUE_MAX),
  ask: define('ask_requester', order, VALUE_MAX),
  answer: define('answer_question', order, VALUE_MAX),
  withdraw: define('withdraw_order', order, VALUE_MAX),
  checkNow: define('check_order', order, VALUE_MAX),
  wasPlaced: define('settle_placed', order, VALUE_MAX),
  wasNotPlaced: define('settle_not_placed', order, VALUE_MAX),
  askForDifference: define('request_difference', order, VALUE_MAX),
  requestInstead: define(
    'request_instead',
    z.object({ order: orderIdSchema, e164: e164Schema }),
    VALUE_MAX,
  ),
  connect: define('connect_number', connectable, VALUE_MAX),
  checkChannel: define('check_channel', connectable, VALUE_MAX),
  manageChannel: define('manage_channel', connectable, VALUE_MAX),
  disconnect: define('disconnect_channel', connectable, VALUE_MAX),
  numberDetails: define('number_details', z.object({ e164: e164Schema }), VALUE_MAX),
  previousNumbers: define('previous_numbers', page, VALUE_MAX),
  nextNumbers: define('next_numbers', page, VALUE_MAX),
  allNumbers: define('all_numbers', z.object({}), VALUE_MAX),
  /** In Home. `channel` is the direct messages with the bot: Home is in no channel. */
  homeSearch: define('home_search', z.object({ channel: channelIdSchema }), VALUE_MAX),
  homeBring: define('home_bring', z.object({ channel: channelIdSchema }), VALUE_MAX),
  openOrder: define('open_order', order, VALUE_MAX),
};

/** Every message shortcut, as in manifest.yml. */
export const shortcuts = { verifyNumber: { id: 'verify_number' } } as const;

/** Every modal: `id` is its callback_id, the value travels as private_metadata. */
export const modalIds = {
  /** `query` is the search whose results are shown; absent before the first one. */
  search: define(
    'search',
    z.object({ channel: channelIdSchema, query: querySchema.optional() }),
    METADATA_MAX,
  ),
  /** The id of the order is drawn when the form opens, so that submitting twice makes one order. */
  orderForm: define('order_form', order, METADATA_MAX),
  deny: define('deny_form', order, METADATA_MAX),
  digits: define('digits_form', order, METADATA_MAX),
  ask: define('ask_form', order, METADATA_MAX),
  /** `upTo` is how many questions were shown: an answer counts for those alone. */
  answer: define(
    'answer_form',
    z.object({ order: orderIdSchema, upTo: z.number().int().min(1) }),
    METADATA_MAX,
  ),
  wasPlaced: define('placed_form', order, METADATA_MAX),
  wasNotPlaced: define('not_placed_form', order, METADATA_MAX),
  byonStart: define('byon_start', z.object({ channel: channelIdSchema }), METADATA_MAX),
  enterCode: define('code_form', verification, METADATA_MAX),
  connect: define('connect_form', connectable, METADATA_MAX),
  channel: define('channel_form', connectable, METADATA_MAX),
  numbers: define('numbers', z.object({}), METADATA_MAX),
  /** Loading and outcome views: nothing to submit. */
  notice: define('notice', z.object({}), METADATA_MAX),
};

/** Every input element: where its value stands in `view.state.values`. `prose`: people write sentences into it. */
export const inputs = {
  country: { blockId: 'country', actionId: 'country_text' },
  region: { blockId: 'region', actionId: 'region_text' },
  digits: { blockId: 'digits', actionId: 'digits_text' },
  sort: { blockId: 'sort', actionId: 'sort_choice' },
  purpose: { blockId: 'purpose', actionId: 'purpose_text', prose: true },
  currency: { blockId: 'currency', actionId: 'currency_choice' },
  reason: { blockId: 'reason', actionId: 'reason_text', prose: true },
  phone: { blockId: 'phone', actionId: 'phone_text' },
  method: { blockId: 'method', actionId: 'method_choice' },
  code: { blockId: 'code', actionId: 'code_text' },
  question: { blockId: 'question', actionId: 'question_text', prose: true },
  answer: { blockId: 'answer', actionId: 'answer_text', prose: true },
  lastDigits: { blockId: 'last_digits', actionId: 'last_digits_text' },
  vobizOrder: { blockId: 'vobiz_order', actionId: 'vobiz_order_text' },
  metaAccount: { blockId: 'meta_account', actionId: 'meta_account_choice' },
  wabaId: { blockId: 'waba_id', actionId: 'waba_id_text' },
  phoneNumberId: { blockId: 'phone_number_id', actionId: 'phone_number_id_text' },
  displayName: { blockId: 'display_name', actionId: 'display_name_text', prose: true },
  numberCountry: { blockId: 'number_country', actionId: 'number_country_choice' },
  numberState: { blockId: 'number_state', actionId: 'number_state_choice' },
  numberText: { blockId: 'number_text', actionId: 'number_text_text' },
  metaToken: { blockId: 'meta_token', actionId: 'meta_token_text' },
} as const;
export type InputName = keyof typeof inputs;
