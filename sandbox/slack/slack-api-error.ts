import type { JsonRecord } from './json.ts';

/** A refusal in Slack's own words: becomes `{ok: false, error, …details}`. */
export class SlackApiError extends Error {
  override readonly name = 'SlackApiError';
  readonly code: string;
  readonly details: JsonRecord;

  constructor(code: string, details: JsonRecord = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** A refusal with Slack's list of JSON pointers. */
export function refusalWithPointers(code: string, messages: string[]): SlackApiError {
  return new SlackApiError(code, { errors: messages, response_metadata: { messages } });
}
