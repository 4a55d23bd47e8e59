import { accountMismatch, type Credentials, invalidCredentials } from './auth.ts';
import { rfc3339 } from './clock.ts';
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
import type { State } from './state.ts';

/** A request on its way to its handler: `path` percent-decoded per segment, `body` parsed JSON or undefined. */
export interface ApiRequest {
  query: URLSearchParams;
  body: unknown;
  params: Readonly<Record<string, string>>;
}

export interface Route {
  op: Op;
  method: string;
  /** `{name}` matches one segment. Matching is case-sensitive, as with the vendor. */
  path: string;
  bearerAllowed: boolean;
  handle(request: ApiRequest): Reply;
}

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
    account('balance', '/balance/{currency}', ({ params }) =>
      ok(balanceBody(state, options.authId, params.currency ?? '')),
    ),
    // That the bearer token works here is assumed; the page shows the header pair.
    messaging('me', 'GET', '/api/v1/auth/me', () => ok(accountBody(state, options))),
  ];
}

/** What a path that is none answers: 404 is published, the body of a router's own 404 is not. */
export const unknownRoute: Reply = { status: 404, body: '404 page not found\n' };

/** Finds the route of a request, or what to answer in its place. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): { route: Route; params: Record<string, string> } | { otherwise: Reply } {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, pathname) : undefined;
    if (params) return { route, params };
  }
  const misspelt = routes.some((route) =>
    matchPath(route.path.replaceAll(/[A-Z]/g, lower), pathname.replaceAll(/[A-Z]/g, lower)),
  );
  const sameCase = routes.some((route) => matchPath(route.path, pathname));
  // Published: a path in the wrong case answers 401 or 404 even when the credentials are good.
  return { otherwise: misspelt && !sameCase ? invalidCredentials : unknownRoute };
}

function lower(letter: string): string {
  return letter.toLowerCase();
}

function matchPath(pattern: string, pathname: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const given = pathname.split('/');
  if (expected.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const segment = given[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = decode(segment);
    else if (part !== segment) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function balanceBody(state: State, accountId: string, currency: string) {
  const balance = state.wallet.balance(currency);
  return {
    id: `bal_${currency.toLowerCase()}`,
    account_id: accountId,
    currency,
    balance,
    reserved_funds: 0,
    promotional_balance: 0,
    promotional_reserved_balance: 0,
    available_balance: balance,
    credit_limit: 0,
    is_postpaid: false,
    credit_limit_type: 'hard',
    low_balance_threshold: 500,
    status: 'active',
    created_at: rfc3339(state.startedAt),
    updated_at: rfc3339(state.now()),
  };
}

/** Carries `auth_secret`, as the published account object does: a client must never log it. */
function accountBody(state: State, credentials: Credentials) {
  return {
    auth_id: credentials.authId,
    auth_secret: credentials.authToken,
    name: 'Sandbox account',
    is_active: true,
    is_verified: true,
    is_trial_account: false,
    country: 'IN',
    pricing_tier: { currency: 'INR' },
    created_at: rfc3339(state.startedAt),
    updated_at: rfc3339(state.now()),
  };
}
