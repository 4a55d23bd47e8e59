import axios, { type AxiosResponse } from 'axios';
import type { MetaUnread } from '../domain/connection/meta-number.ts';
import { FIELDS, type ListedNumber, readFailure, readPage } from './graph-answers.ts';

/** The numbers of a WhatsApp Business Account. `isWhole`: there are no more, and each could be read. */
export type NumbersAnswer =
  | { ok: true; numbers: ListedNumber[]; isWhole: boolean }
  | { ok: false; why: MetaUnread };

/** Meta's Graph API, reads only. Never throws: that Meta can't be read stops nothing. */
export type GraphClient = {
  numbersOf(account: { wabaId: string; token: string }): Promise<NumbersAnswer>;
};

const PER_PAGE = 100;
const PAGES_MAX = 5;
const LARGEST_ANSWER_BYTES = 1024 * 1024;

/**
 * `timeoutMs` is for a whole list. The token goes to the host of `baseUrl` alone, in a header: redirects and the addresses
 * of further pages, which Meta sends with the token in them, are not followed.
 */
export function createGraphClient(options: {
  /** With the version, such as `https://graph.facebook.com/v24.0`. Undefined: switched off, and there is no client. */
  baseUrl: string | undefined;
  timeoutMs: number;
  /** Called once per HTTP request. */
  observe?: (call: { status: number | 'no_answer'; ms: number }) => void;
}): GraphClient | undefined {
  const { baseUrl, timeoutMs, observe } = options;
  if (baseUrl === undefined) return undefined;
  const http = axios.create({
    baseURL: baseUrl.replace(/\/+$/, ''),
    allowAbsoluteUrls: false,
    // Asked so seldom that no connection is worth keeping.
    headers: { Accept: 'application/json', 'User-Agent': 'vobiz-number-bot', Connection: 'close' },
    maxRedirects: 0,
    maxContentLength: LARGEST_ANSWER_BYTES,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
    // Plain HTTP is for a stand-in on this machine, which no proxy has to see.
    ...(baseUrl.startsWith('http:') && { proxy: false }),
  });

  async function get(
    path: string,
    token: string,
    signal: AbortSignal,
  ): Promise<AxiosResponse<unknown> | undefined> {
    const started = performance.now();
    const headers = { Authorization: `Bearer ${token}` };
    // The error holds the request with the token, so it ends here.
    const answer = await http.get(path, { headers, signal }).catch(() => undefined);
    observe?.({ status: answer?.status ?? 'no_answer', ms: performance.now() - started });
    return answer;
  }

  return {
    async numbersOf({ wabaId, token }) {
      const signal = AbortSignal.timeout(timeoutMs);
      const numbers: ListedNumber[] = [];
      let isWhole = true;
      let after: string | undefined;
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const query = { fields: FIELDS, limit: `${PER_PAGE}`, ...(after && { after }) };
        const path = `/${encodeURIComponent(wabaId)}/phone_numbers?${new URLSearchParams(query)}`;
        const answer = await get(path, token, signal);
        if (!answer) return { ok: false, why: 'no_answer' };
        const read = answer.status === 200 ? readPage(answer.data) : undefined;
        if (!read) return { ok: false, why: readFailure(answer.status, answer.data) };
        numbers.push(...read.numbers);
        isWhole &&= read.isWhole;
        if (read.after === undefined) return { ok: true, numbers, isWhole };
        after = read.after;
      }
      return { ok: true, numbers, isWhole: false };
    },
  };
}
