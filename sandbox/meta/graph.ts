import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { sendJson } from '../slack/http.ts';

/**
 * Plays the one call of Meta's Graph API that the bot makes: the phone numbers of a WhatsApp Business Account. Sources, all of
 * developers.facebook.com: "WhatsApp Business Account Phone Number API" (fields and their values), "Messaging limits"
 * (`whatsapp_business_manager_messaging_limit`, v24.0), "Graph API: Handling errors" and "Paginated results" (shapes).
 */
type MetaPhone = Record<string, unknown> & { display_phone_number: string };

/** What goes wrong with every call until it is taken away. */
export type MetaFault =
  | { kind: 'error'; status: number; error: Record<string, unknown> }
  | { kind: 'body'; status: number; body: string }
  | { kind: 'redirect'; to: string }
  | { kind: 'hang' };

const TRACE = { type: 'OAuthException', fbtrace_id: 'EJplcsCHuLu' };

/** Errors as Meta documents them, or as people report them where it says nothing of the status. */
export const META_ERRORS = {
  expired: refused(401, 190, 'Error validating access token: Session has expired', 463),
  permission: refused(403, 200, '(#200) You do not have the necessary permissions'),
  hidden: refused(400, 100, 'Unsupported get request. Object with ID does not exist', 33),
  appLimit: refused(403, 4, '(#4) Application request limit reached'),
  accountLimit: refused(400, 80007, '(#80007) There have been too many calls'),
  locked: refused(403, 131031, 'Business account has been locked'),
  down: refused(500, 2, 'Service temporarily unavailable'),
} as const satisfies Record<string, MetaFault>;

function refused(status: number, code: number, message: string, error_subcode?: number) {
  const error = { ...TRACE, message, code, ...(error_subcode && { error_subcode }) };
  return { kind: 'error', status, error } as const;
}

/** `url` is what META_GRAPH_URL takes. Answers for one account and one token. */
export async function startMetaStandIn(account: { wabaId: string; token: string }) {
  const numbers: MetaPhone[] = [];
  const calls: { path: string; isAuthorized: boolean }[] = [];
  const hanging = new Set<ServerResponse>();
  let fault: MetaFault | undefined;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://meta');
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    calls.push({ path: `${url.pathname}${url.search}`, isAuthorized: token === account.token });
    const wrong = fault ?? refusalOf(request.method, url, token);
    if (wrong) return fail(response, wrong);
    sendJson(response, 200, pageOf(url.searchParams, token ?? ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const url = `http://127.0.0.1:${address.port}/v24.0`;

  function refusalOf(
    method: string | undefined,
    { pathname, searchParams }: URL,
    token: string | undefined,
  ): MetaFault | undefined {
    if (token !== account.token) return token === undefined ? NO_TOKEN : bad(token);
    const path = `/v24.0/${account.wabaId}/phone_numbers`;
    if (method !== 'GET' || pathname !== path) return META_ERRORS.hidden;
    const odd = fieldsOf(searchParams).find((field) => !KNOWN_FIELDS.has(field));
    return odd === undefined ? undefined : noSuchField(odd);
  }

  function fail(response: ServerResponse, how: MetaFault): void {
    if (how.kind === 'error') sendJson(response, how.status, { error: how.error });
    else if (how.kind === 'body') response.writeHead(how.status).end(how.body);
    else if (how.kind === 'redirect') response.writeHead(302, { location: how.to }).end();
    else hanging.add(response);
  }

  /** Only the fields that were asked for, and the id. As at Meta, the address of the next page holds the token. */
  function pageOf(query: URLSearchParams, token: string) {
    const asked = fieldsOf(query);
    const limit = Number(query.get('limit') ?? 25);
    const from = Number(Buffer.from(query.get('after') ?? '', 'base64').toString() || 0);
    const data = numbers.slice(from, from + limit).map((number) => ({
      ...Object.fromEntries(Object.entries(number).filter(([field]) => asked.includes(field))),
      id: number.id,
    }));
    if (data.length === 0) return { data };
    const end = from + data.length;
    const cursors = { before: cursorOf(from), after: cursorOf(end) };
    const next = `${url}/${account.wabaId}/phone_numbers?access_token=${token}&after=${cursors.after}`;
    return { data, paging: { cursors, ...(end < numbers.length && { next }) } };
  }

  return {
    url,
    calls: calls as readonly { path: string; isAuthorized: boolean }[],
    /** Adds a number, new at Meta unless `facts` say more, or changes it. */
    put(e164: string, facts: Record<string, unknown> = {}): void {
      const spaced = e164.replace(/^\+(\d\d)(\d{5})(\d+)$/, '+$1 $2 $3');
      const known = numbers.find(({ display_phone_number }) => display_phone_number === spaced);
      if (known) Object.assign(known, facts);
      else
        numbers.push({
          ...NEW_NUMBER,
          id: `1${numbers.length + 10 ** 14}`,
          display_phone_number: spaced,
          ...facts,
        });
    },
    /** From now on; undefined: everything works again. */
    breakWith(how: MetaFault | undefined): void {
      fault = how;
    },
    async stop(): Promise<void> {
      for (const response of hanging) response.destroy();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const NEW_NUMBER = {
  verified_name: 'Pune Support',
  name_status: 'PENDING_REVIEW',
  code_verification_status: 'VERIFIED',
  quality_rating: 'UNKNOWN',
  whatsapp_business_manager_messaging_limit: 'TIER_250',
  status: 'PENDING',
  platform_type: 'CLOUD_API',
};

const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'id',
  ...Object.keys(NEW_NUMBER),
  'display_phone_number',
]);

function fieldsOf(query: URLSearchParams): string[] {
  return (query.get('fields') ?? 'display_phone_number,verified_name,quality_rating').split(',');
}

/** Meta refuses the whole list for one field that its version lacks. */
function noSuchField(field: string) {
  return refused(400, 100, `(#100) Tried accessing nonexisting field (${field})`);
}

const NO_TOKEN = refused(400, 104, 'An access token is required to request this resource.');

/** Meta repeats a token that it cannot read. */
function bad(token: string) {
  return refused(401, 190, `Malformed access token ${token}`);
}

function cursorOf(at: number): string {
  return Buffer.from(String(at)).toString('base64');
}
