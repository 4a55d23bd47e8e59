/**
 * The JSON value in a body, or undefined when it is not JSON. A number of more digits than a double holds stays as its text:
 * an id that Vobiz sends as a number would be rounded to another one.
 */
export function readJson(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return LONG_NUMBER.test(body) ? JSON.parse(body.replace(TOKENS, quoteLong)) : value;
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LONG_NUMBER = /\d[\d.]{15}/;
/** In valid JSON: strings, which are passed over, and numbers. */
const TOKENS = /"(?:[^"\\]+|\\.)*"|-?\d[\d.]*(?:[eE][+-]?\d+)?/g;

function quoteLong(token: string): string {
  return token.startsWith('"') || !LONG_NUMBER.test(token) ? token : `"${token}"`;
}
