import { onTestFinished } from 'vitest';
import {
  startVobizStandIn,
  type VobizStandIn,
  type VobizStandInOptions,
} from '../../../sandbox/vobiz/server.ts';

export const NUMBERS = '/api/v1/messaging/numbers/whatsapp';
export const CHANNELS = '/api/v1/messaging/channels/whatsapp';
export const OWNED = '/api/v1/Account/MA_SANDBOX/numbers';
export const MUMBAI = '+919876543210';
export const START = Date.parse('2026-03-01T10:00:00Z');

/** A stand-in with a clock that stands still until it is moved; stopped when the test ends. */
export async function startStandIn(options: VobizStandInOptions = {}) {
  let time = START;
  const standIn = await startVobizStandIn({ now: () => time, ...options });
  onTestFinished(() => standIn.stop());
  return {
    standIn,
    api: createApi(standIn),
    advance: (ms: number) => {
      time += ms;
    },
  };
}

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed JSON, undefined when the text is none. */
  body: unknown;
}

export interface Call {
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Calls the stand-in with its header pair unless other headers are given. */
export function createApi(standIn: VobizStandIn) {
  const { authId, authToken } = standIn.credentials;
  const pair = { 'x-auth-id': authId, 'x-auth-token': authToken };

  async function call(method: string, path: string, body?: unknown, more: Call = {}) {
    const response = await fetch(`${standIn.url}${path}`, {
      method,
      headers: {
        ...(more.headers ?? pair),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(more.signal && { signal: more.signal }),
    });
    const text = await response.text();
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed(text),
    };
    return answer;
  }

  return {
    get: (path: string, more?: Call) => call('GET', path, undefined, more),
    post: (path: string, body: unknown, more?: Call) => call('POST', path, body, more),
    put: (path: string, body: unknown) => call('PUT', path, body),
    delete: (path: string) => call('DELETE', path),
    order: (more: Record<string, unknown> = {}, how?: Call) =>
      call('POST', `${NUMBERS}/orders`, { ...orderBody, ...more }, how),
    verify: (phone_number: string) =>
      call('POST', `${NUMBERS}/bring-your-own/verify`, {
        phone_number,
        verification_method: 'sms',
      }),
    confirm: (phone_number: string, otp_code: unknown) =>
      call('POST', `${NUMBERS}/bring-your-own/confirm`, { phone_number, otp_code }),
  };
}

const orderBody = {
  country_code: 'IN',
  region: 'MH',
  number_type: 'local',
  preferred_number: MUMBAI,
  currency: 'INR',
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
