import { isFields } from './wire-json.ts';

const NO_WORDS =
  /^(?:fail(?:ed|ure)?|error|rejected|denied|refused|declined|invalid|unauthori[sz]ed|forbidden|not[ _]found|not[ _]sent)$/i;
const FALSE = /^(?:false|no?)$/i;
const YES_WORDS =
  /^(?:(?:otp|code)[ _]sent|sending|ok|success(?:ful)?|pending|queued|sent|delivered|accepted|created|requested|initiated|started|in[ _]progress|processing)$/i;
const DONE_WORDS = /^(?:ok|success(?:ful)?|accepted|created|completed)$/i;

/** Whether an object of an answer says that it did not work, whatever the HTTP status says. */
export function saysNo(fields: unknown): boolean {
  if (!isFields(fields)) return false;
  const { success, ok, status, error, errors, sent, accepted } = fields;
  return (
    [success, ok, status, sent, accepted].some((word) => word === false || isWord(word, FALSE)) ||
    [success, ok, sent, accepted].some((word) => word === 0 || isWord(word, /^0$/)) ||
    isWord(status, NO_WORDS) ||
    isGiven(error) ||
    isGiven(errors)
  );
}

/** Whether it says in so many words that it worked. Silence is no yes. */
export function saysYes(fields: unknown): boolean {
  return affirms(fields, YES_WORDS);
}

/** Whether it says that something was done, and not only that it was asked for. */
export function saysDone(fields: unknown): boolean {
  return affirms(fields, DONE_WORDS);
}

function affirms(fields: unknown, words: RegExp): boolean {
  if (!isFields(fields) || saysNo(fields)) return false;
  const { success, ok, status } = fields;
  return (
    [success, ok, status].some((word) => word === true || isWord(word, /^true$/i)) ||
    isWord(status, words)
  );
}

/** Present and not one of the empty values that stand for nothing. */
export function isGiven(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false && value !== 0;
}

function isWord(value: unknown, words: RegExp): boolean {
  return typeof value === 'string' && words.test(value.trim());
}
