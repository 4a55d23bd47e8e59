import { z } from 'zod';
import { channelIdSchema } from '../domain/actor.ts';
import { DIGITS_MAX, REGION_MAX, SORTS } from '../domain/number-search.ts';
import { orderIdSchema } from '../domain/order.ts';
import { e164Schema } from '../domain/phone.ts';
import { verificationIdSchema } from '../domain/verification.ts';
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

/** Every button: `id` is its action_id. */
export const buttons = {
  choose: define(
    'choose_number',
    z.object({
      country: z.string().regex(/^[A-Z]{2}$/),
      region: z.string().max(REGION_MAX),
      e164: e164Schema,
    }),
    VALUE_MAX,
  ),
  previousPage: define('previous_page', z.object({ page: z.number().int().min(0) }), VALUE_MAX),
  nextPage: define('next_page', z.object({ page: z.number().int().min(0) }), VALUE_MAX),
  approve: define('approve_order', order, VALUE_MAX),
  deny: define('deny_order', order, VALUE_MAX),
  enterCode: define('enter_code', verification, VALUE_MAX),
};

/** Every modal: `id` is its callback_id, the value travels as private_metadata. */
export const modals = {
  /** `query` is the search whose results are shown; absent before the first one. */
  search: define(
    'search',
    z.object({ channel: channelIdSchema, query: querySchema.optional() }),
    METADATA_MAX,
  ),
  /** The id of the order is drawn when the form opens, so that submitting twice makes one order. */
  orderForm: define('order_form', order, METADATA_MAX),
  deny: define('deny_form', order, METADATA_MAX),
  byonStart: define('byon_start', z.object({ channel: channelIdSchema }), METADATA_MAX),
  enterCode: define('code_form', verification, METADATA_MAX),
  /** Loading and outcome views: nothing to submit. */
  notice: define('notice', z.object({}), METADATA_MAX),
};

/** Every input element: where its value stands in `view.state.values`. */
export const inputs = {
  country: { blockId: 'country', actionId: 'country_text' },
  region: { blockId: 'region', actionId: 'region_text' },
  digits: { blockId: 'digits', actionId: 'digits_text' },
  sort: { blockId: 'sort', actionId: 'sort_choice' },
  purpose: { blockId: 'purpose', actionId: 'purpose_text' },
  currency: { blockId: 'currency', actionId: 'currency_choice' },
  reason: { blockId: 'reason', actionId: 'reason_text' },
  phone: { blockId: 'phone', actionId: 'phone_text' },
  method: { blockId: 'method', actionId: 'method_choice' },
  code: { blockId: 'code', actionId: 'code_text' },
} as const;
export type InputName = keyof typeof inputs;
