import { z } from 'zod';
import { channelIdSchema } from '../domain/actor.ts';
import { moneySchema, priceSchema } from '../domain/money.ts';
import { DIGITS_MAX, REGION_MAX, SORTS } from '../domain/numbers/number-search.ts';
import { orderIdSchema } from '../domain/order/order.ts';
import { SHOWN } from '../domain/page-sizes.ts';
import { e164Schema } from '../domain/phone.ts';
import { PURPOSE_MAX, timeSchema } from '../domain/typed.ts';
import { verificationIdSchema } from '../domain/verification/verification.ts';
import { define, METADATA_MAX, VALUE_MAX } from './codec.ts';
import { seen } from './inputs.ts';

/** The slash command, as in manifest.yml. */
export const COMMAND = '/vobiz-number';

const country = z.string().regex(/^[A-Z]{2}$/);
const region = z.string().max(REGION_MAX);
const querySchema = z.object({
  country,
  region,
  digits: z.string().max(DIGITS_MAX),
  // Before there were two orders by cost, `price` was by the first year.
  sort: z.enum([...SORTS, 'price']).transform((sort) => (sort === 'price' ? 'year' : sort)),
});
const order = z.object({ order: orderIdSchema });
/** `numbers`: how many it shows of a request for several; a version that knows no lists shows the first alone. */
const asked = order.extend({ numbers: z.number().int().optional() });
const verification = z.object({ verification: verificationIdSchema });
/** An order or verification whose number can become a channel. */
const connectable = z.object({ record: z.union([orderIdSchema, verificationIdSchema]) });

/** A record whose number can be given back. Earlier versions, which gave back only what was bought, wrote `order`. */
const returnable = z.union([connectable, order.transform(({ order }) => ({ record: order }))]);
/** `at`: of the request to give it back that was shown; an earlier version did not say. */
const giveBackAsked = z.object({ at: timeSchema.optional() }).and(returnable);

/** `at`: of the transfer that was shown. */
const transfer = connectable.extend({ at: timeSchema });
/** `order`: the purchase request in whose place the number is asked for. */
const askFor = connectable.extend({ order: orderIdSchema.optional() });

const instead = z.object({ order: orderIdSchema, e164: e164Schema });

/** The Monday of its week. */
const DIGEST_ID = /^dig_\d{4}-\d{2}-\d{2}$/;

/** The message about numbers that appeared. */
const NOTICE_ID = /^new_\d{1,15}$/;

const page = z.object({ page: z.number().int().min(0) });

/** `begun` tells an admin's set-up from an earlier one of theirs. */
const setUp = z.object({ begun: timeSchema });
/** A request whose approvals are tried out. */
const trial = z.object({ amount: moneySchema, channel: channelIdSchema });
/** A search on show: `query` is absent before the first one. */
const searchSchema = z.object({
  channel: channelIdSchema,
  query: querySchema.optional(),
  page: z.number().int().min(0).optional(),
  /** How often the menus had to be drawn afresh: Slack keeps what was chosen in a block until its id changes. */
  drawn: z.number().int().optional(),
  /** Already typed for a request. */
  purpose: z
    .string()
    .max(2 * PURPOSE_MAX)
    .optional(),
});

export type SearchOnShow = z.infer<typeof searchSchema>;

const button = <T>(id: string, value: z.ZodType<T>) => define(id, value, VALUE_MAX);
const modal = <T>(id: string, metadata: z.ZodType<T>) => define(id, metadata, METADATA_MAX);

/** Every button: `id` is its action_id. */
export const buttons = {
  choose: button(
    'choose_number',
    z.object({ country, region, e164: e164Schema, price: priceSchema }),
  ),
  chooseSeveral: button('choose_several', z.object({})),
  chooseRest: button('choose_rest', order),
  previousPage: button('previous_page', page),
  nextPage: button('next_page', page),
  backToResults: button('back_to_results', z.object({})),
  searchAgain: button('search_again', order),
  reviewRequest: button('review_request', order),
  approve: button('approve_order', asked),
  deny: button('deny_order', order),
  approveWithDigits: button('approve_order_digits', asked),
  approveSeveral: button('approve_several', z.object({})),
  ask: button('ask_requester', order),
  answer: button('answer_question', order),
  withdraw: button('withdraw_order', order),
  checkNow: button('check_order', returnable),
  wasPlaced: button('settle_placed', order),
  wasNotPlaced: button('settle_not_placed', order),
  askForDifference: button('request_difference', order),
  /** For each of the numbers offered: within one row, Slack wants ids that differ. */
  requestInstead: button('request_instead', instead),
  requestSecond: button('request_instead_2', instead),
  requestThird: button('request_instead_3', instead),
  enterCode: button('enter_code', verification),
  sendNewCode: button('send_new_code', verification),
  callInstead: button('call_instead', verification),
  cancelVerification: button('cancel_verification', verification),
  verificationDetails: button('verification_details', z.object({ record: verificationIdSchema })),
  connect: button('connect_number', connectable),
  checkChannel: button('check_channel', connectable),
  manageChannel: button('manage_channel', connectable),
  disconnect: button('disconnect_channel', connectable),
  giveBack: button('give_back', returnable),
  approveGiveBack: button('approve_give_back', giveBackAsked),
  denyGiveBack: button('deny_give_back', returnable),
  keepReturned: button('cancel_give_back', returnable),
  markGone: button('mark_given_back', returnable),
  markOurs: button('mark_kept', returnable),
  lockNumber: button('lock_number', returnable),
  unlockNumber: button('unlock_number', returnable),
  editHolding: button('edit_holding', connectable),
  /** `e164`: a number that the bot did not buy. */
  adopt: button('adopt_number', z.object({ e164: e164Schema })),
  /** Leaves numbers alone that the bot did not buy: one, or those of a message that nobody has answered. */
  leaveNumbers: button(
    'leave_numbers',
    z.union([z.object({ e164: e164Schema }), z.object({ notice: z.string().regex(NOTICE_ID) })]),
  ),
  /** `digest`: the message it stands in, absent in somebody's own look at it. */
  keepNumber: button(
    'keep_number',
    connectable.extend({ digest: z.string().regex(DIGEST_ID).optional() }),
  ),
  /** `here`: in place of the window, which may lie on as many as Slack allows. */
  askForNumber: button('ask_for_number', askFor.extend({ here: z.literal(true).optional() })),
  acceptTransfer: button('accept_transfer', transfer),
  declineTransfer: button('decline_transfer', transfer),
  withdrawTransfer: button('withdraw_transfer', transfer),
  numberDetails: button('number_details', z.object({ e164: e164Schema })),
  previousNumbers: button('previous_numbers', page),
  nextNumbers: button('next_numbers', page),
  allNumbers: button(
    'all_numbers',
    z.object({
      country: country.optional(),
      unused: z.literal(true).optional(),
      elsewhere: z.literal(true).optional(),
    }),
  ),
  /** In Home, which is in no channel: `channel` is the direct messages with the bot. */
  homeSearch: button('home_search', z.object({ channel: channelIdSchema })),
  homeBring: button('home_bring', z.object({ channel: channelIdSchema })),
  /** Details, on the card and wherever orders are listed. */
  openOrder: button('open_order', order),
  previousOrders: button('previous_orders', page),
  nextOrders: button('next_orders', page),
  settingsHistory: button('settings_history', z.object({})),
  newerHistory: button('newer_history', page),
  olderHistory: button('older_history', page),
  settingsExport: button('settings_export', z.object({})),
  settingsImport: button('settings_import', z.object({})),
  setUp: button('set_up', z.object({})),
  setUpBack: button('set_up_back', setUp),
  setUpMore: button('set_up_more', setUp),
  sendTest: button('send_test_request', trial),
};

/** The action_id of every overflow menu; its options stand for buttons (`optionOf`). */
export const MENU = 'more';

/** Every message shortcut, as in manifest.yml. */
export const shortcuts = { verifyNumber: { id: 'verify_number' } } as const;

/** Every modal: `id` is its callback_id; the value travels as private_metadata. */
export const modalIds = {
  search: modal('search', searchSchema),
  /**
   * Numbers of a search, to be chosen together. `currency`: of their prices, unless the form asks. `restOf`: the request that was
   * short of as many.
   */
  chooseSeveral: modal(
    'choose_several_form',
    z.object({
      back: searchSchema.required({ query: true }),
      currency: z.string(),
      restOf: orderIdSchema.optional(),
    }),
  ),
  /**
   * The order id is drawn when the form opens, so submitting twice makes one order. `edition`: which of the draft it shows.
   * `back`: the search it came from.
   */
  orderForm: modal(
    'order_form',
    order.extend({
      edition: z.number().int().optional(),
      back: searchSchema.omit({ purpose: true }).optional(),
    }),
  ),
  deny: modal('deny_form', order),
  withdraw: modal('withdraw_form', order),
  digits: modal('digits_form', asked),
  /** `ticked`: those whose sum is on show. `more` and `apart`: how many wait besides `shown`. */
  approveSeveral: modal(
    'approve_several_form',
    z.object({
      shown: z.array(seen).max(SHOWN.approvedTogether),
      ticked: z.array(seen).max(SHOWN.approvedTogether),
      more: z.number().int().min(0),
      apart: z.number().int().min(0),
    }),
  ),
  ask: modal('ask_form', order),
  /** `upTo` is how many questions were shown; the answer covers only those. */
  answer: modal('answer_form', z.object({ order: orderIdSchema, upTo: z.number().int().min(1) })),
  wasPlaced: modal('placed_form', order),
  wasNotPlaced: modal('not_placed_form', order),
  byonStart: modal('byon_start', z.object({ channel: channelIdSchema })),
  enterCode: modal('code_form', verification),
  cancelVerification: modal('cancel_verification_form', verification),
  connect: modal('connect_form', connectable),
  channel: modal('channel_form', connectable),
  disconnect: modal('disconnect_form', connectable),
  giveBack: modal('give_back_form', returnable),
  denyGiveBack: modal('deny_give_back_form', returnable),
  markGone: modal('mark_given_back_form', returnable),
  markOurs: modal('mark_kept_form', returnable),
  holding: modal('holding_form', connectable),
  askForNumber: modal('ask_for_number_form', askFor),
  declineTransfer: modal('decline_transfer_form', transfer),
  adopt: modal('adopt_form', z.object({ e164: e164Schema })),
  numbers: modal('numbers', z.object({})),
  /**
   * `basedOn` is the version that is replaced, `checked` that of the text whose changes were shown, `behind` the modal
   * underneath.
   */
  policyImport: modal(
    'policy_import',
    z.object({
      basedOn: z.string().max(40),
      checked: z.string().max(40).optional(),
      behind: z.string().max(40).optional(),
    }),
  ),
  setUpApprovals: modal('set_up_approvals', setUp),
  setUpAmounts: modal('set_up_amounts', setUp),
  setUpCheck: modal('set_up_check', setUp),
  /** Loading and outcome views: nothing to submit. */
  notice: modal('notice', z.object({})),
};
