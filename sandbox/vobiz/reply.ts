/** What the stand-in would answer. A string body is sent as it is; anything else as JSON; no body as zero bytes. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A refusal the vendor would give; thrown by the state, turned into a `Reply` by the routes. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(reply: Reply, message = `refused with ${reply.status}`) {
    super(message);
    this.reply = reply;
  }
}

/**
 * Body shape 1 of the vendor's errors page, the one it calls universal. No example exists for `/messaging/*`, so
 * that the messaging endpoints use it is an assumption; so are all codes except those the page names.
 */
export function refusal(
  status: number,
  code: string,
  message: string,
  details?: Record<string, unknown>,
): Refusal {
  const error = { code, message, ...(details && { details }) };
  return new Refusal({ status, body: { status: 'error', error } }, message);
}

/** Body shape 2: published for the number endpoints of the account API. */
export function notFound(message: string): Refusal {
  return new Refusal({ status: 404, body: { error: 'not_found', message } }, message);
}
