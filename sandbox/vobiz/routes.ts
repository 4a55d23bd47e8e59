import { accountBody, balanceBody } from './account.ts';
import { accountMismatch, type Credentials } from './auth.ts';
import type { Op } from './faults.ts';
import { availabilityItem } from './inventory.ts';
import type { Reply } from './reply.ts';
import {
  availabilityQuery,
  confirmRequest,
  createChannelRequest,
  orderRequest,
  parseRequest,
  updateChannelRequest,
  verifyRequest,
} from './requests.ts';
import { type Route, unknownRoute } from './router.ts';
import type { State } from './state.ts';

export interface RouteOptions extends Credentials {
  /** An order read is not published; `present` plays the case that it exists all the same. */
  orderRead: 'present' | 'absent';
  /** Plays an account API that takes the bearer token everywhere. */
  bearerOnAccount: boolean;
}

const NUMBERS = '/api/v1/messaging/numbers/whatsapp';
const CHANNELS = '/api/v1/messaging/channels/whatsapp';
const ACCOUNT = '/api/v1/Account/{auth_id}';

/** Every call the stand-in knows, with the vendor's paths, letter case included. */
export function createRoutes(state: State, options: RouteOptions): Route[] {
  const { inventory, orders, verifications, channels, ownedNumbers } = state;
  const ok = (body: unknown): Reply => ({ status: 200, body });
  const created = (body: unknown): Reply => ({ status: 201, body });
  const messaging = (op: Op, method: string, path: string, handle: Route['handle']): Route => ({
    op,
    method,
    path,
    handle,
    bearerAllowed: true,
  });
  const account = (op: Op, path: string, handle: Route['handle']): Route => ({
    op,
    method: 'GET',
    path: `${ACCOUNT}${path}`,
    bearerAllowed: options.bearerOnAccount,
    handle: (request) =>
      request.params.auth_id === options.authId ? handle(request) : accountMismatch,
  });

  return [
    messaging('availability', 'GET', `${NUMBERS}/availability`, ({ query }) => {
      const search = parseRequest(availabilityQuery, Object.fromEntries(query));
      return ok({ items: inventory.in(search.country, search.region).map(availabilityItem) });
    }),
    messaging('order', 'POST', `${NUMBERS}/orders`, ({ body }) =>
      created(orders.place(parseRequest(orderRequest, body))),
    ),
    messaging('orderRead', 'GET', `${NUMBERS}/orders/{id}`, ({ params }) => {
      if (options.orderRead === 'absent') return unknownRoute;
      return ok(orders.read(params.id ?? ''));
    }),
    messaging('verify', 'POST', `${NUMBERS}/bring-your-own/verify`, ({ body }) => {
      const request = parseRequest(verifyRequest, body);
      return ok(verifications.request(request.phone_number, request.verification_method));
    }),
    messaging('confirm', 'POST', `${NUMBERS}/bring-your-own/confirm`, ({ body }) => {
      const request = parseRequest(confirmRequest, body);
      return ok(verifications.confirm(request.phone_number, request.otp_code));
    }),
    messaging('channels', 'GET', CHANNELS, () => ok({ items: channels.list() })),
    messaging('createChannel', 'POST', CHANNELS, ({ body }) =>
      created(channels.create(parseRequest(createChannelRequest, body))),
    ),
    messaging('updateChannel', 'PUT', `${CHANNELS}/{id}`, ({ params, body }) =>
      ok(channels.update(params.id ?? '', parseRequest(updateChannelRequest, body))),
    ),
    messaging('deleteChannel', 'DELETE', `${CHANNELS}/{id}`, ({ params }) => {
      channels.remove(params.id ?? '');
      return { status: 204 };
    }),
    account('ownedNumbers', '/numbers', ({ query }) => ok(ownedNumbers.page(query))),
    {
      ...account('releaseNumber', '/numbers/{e164}', ({ params, query }) =>
        ok(ownedNumbers.release(params.e164 ?? '', query.get('immediate') === 'true')),
      ),
      method: 'DELETE',
    },
    {
      ...account('cancelRelease', '/numbers/{e164}/cancel-release', ({ params }) =>
        ok(ownedNumbers.cancelRelease(params.e164 ?? '')),
      ),
      method: 'POST',
      // In lower case here, as published.
      path: `${ACCOUNT.replace('Account', 'account')}/numbers/{e164}/cancel-release`,
    },
    account('balance', '/balance/{currency}', ({ params }) =>
      ok(balanceBody(state, options.authId, params.currency ?? '')),
    ),
    account('ledger', '/transactions', ({ query }) => ok(state.ledger.page(query))),
    // That the bearer token works here is assumed; the page shows the header pair.
    messaging('me', 'GET', '/api/v1/auth/me', () => ok(accountBody(state, options))),
  ];
}
