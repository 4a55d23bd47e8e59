import { AppError } from '../errors.ts';

type RedisLogin = { username?: string; password: string };
type Host = { host: string; port: number };

export type RedisAddress = { login?: RedisLogin; tls: boolean } & (
  | ({ kind: 'server'; db: number } & Host)
  | { kind: 'socket'; path: string; db: number }
  | { kind: 'sentinel'; hosts: Host[]; name: string; db: number }
  | { kind: 'cluster'; hosts: Host[] }
);

/** All that is needed to connect: the address, and what the URL has no place for. */
export type RedisServer = RedisAddress & {
  sentinelLogin?: RedisLogin;
  /** Same as `tls` unless set. */
  sentinelTls?: boolean;
  /** PEM texts: an authority to trust besides the well-known ones, and our certificate with its key. */
  certificates?: { ca?: string; cert?: string; key?: string };
};

/** What is wrong with the text, worded for an operator and repeating no part of it. */
export type UrlProblem = { problem: string };

const SCHEME = /^(redis|rediss)(?:\+(unix|sentinel|cluster))?:\/\//;
const HOST = /^(?:\[([0-9a-fA-F:.]+(?:%\w+)?)\]|([\w.-]+))(?::(\d{1,5}))?$/;
const REDIS_PORT = 6_379;
const SENTINEL_PORT = 26_379;

const NOT_A_URL =
  'must begin with redis://, rediss://, redis+unix://, redis+sentinel:// or redis+cluster://, and name a host';
const PERCENT_ENCODE =
  'the user name or password has a character that must be percent-encoded (# is %23, @ is %40, / is %2F, ? is %3F, % is %25)';
const BAD_HOST =
  'must name hosts as host or host:port (IPv6 in brackets, like [::1]:6379); if a password has special characters, percent-encode them';
const BAD_DB = 'the database index must be a whole number from 0, like redis://host:6379/2';

/**
 * Reads `REDIS_URL` (`rediss` for TLS):
 * - `redis[s]://[user:password@]host[:port][/db]`
 * - `redis+unix://[user:password@]/path/to/redis.sock[?db=1]`
 * - `redis[s]+sentinel://[user:password@]host[:port],host[:port]/master-name[/db]`
 * - `redis[s]+cluster://[user:password@]host[:port],host[:port]`
 *
 * A colon in a password needs no encoding. Anything ambiguous is a problem, never a guess: half a password would be
 * taken for a host, and printed.
 */
export function readRedisUrl(text: string): RedisAddress | UrlProblem {
  const scheme = SCHEME.exec(text);
  if (!scheme) return { problem: NOT_A_URL };
  const [opening, protocol, kind = 'server'] = scheme;
  const rest = text.slice(opening.length);
  if (/[#\s]/.test(rest)) return { problem: PERCENT_ENCODE };
  const at = rest.lastIndexOf('@');
  const login = at < 0 ? undefined : readLogin(rest.slice(0, at));
  if (login && 'problem' in login) return login;
  const common = { ...(login && { login }), tls: protocol === 'rediss' };
  const place = rest.slice(at + 1);
  if (place === '' || place === '/') return { problem: NOT_A_URL };
  if (kind === 'unix') return readSocket(place, common);
  return readHosts(place, kind, common);
}

export function redisAt(url: string): RedisServer {
  const address = readRedisUrl(url);
  if ('problem' in address) throw new AppError('internal', `our own Redis URL ${address.problem}`);
  return address;
}

function readLogin(text: string): RedisLogin | UrlProblem {
  if (/[@/?]/.test(text)) return { problem: PERCENT_ENCODE };
  const colon = text.indexOf(':');
  const username = decoded(text.slice(0, Math.max(colon, 0)));
  const password = decoded(text.slice(colon + 1));
  if (username === undefined || password === undefined) return { problem: PERCENT_ENCODE };
  if (colon < 0 || password === '') {
    return { problem: 'names a user without a password: write :password@ or user:password@' };
  }
  return { ...(username && { username }), password };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

type Common = { login?: RedisLogin; tls: boolean };

function readSocket(place: string, common: Common): RedisAddress | UrlProblem {
  if (common.tls) return { problem: 'a Unix socket has no TLS: write redis+unix://' };
  const [, path = '', index] = /^(\/[^?]+)(?:\?db=(.*))?$/.exec(place) ?? [];
  const decodedPath = decoded(path);
  if (!decodedPath) {
    return { problem: 'must name a socket, like redis+unix:///run/redis/redis.sock?db=1' };
  }
  const db = readIndex(index);
  return db === undefined
    ? { problem: BAD_DB }
    : { ...common, kind: 'socket', path: decodedPath, db };
}

function readHosts(place: string, kind: string, common: Common): RedisAddress | UrlProblem {
  const [names = '', ...path] = place.split('/');
  const hosts = names
    .split(',')
    .map((name) => readHost(name, kind === 'sentinel' ? SENTINEL_PORT : REDIS_PORT));
  const [first] = hosts;
  if (!first || !hosts.every((host) => host !== undefined)) return { problem: BAD_HOST };
  if (kind === 'cluster') {
    return path.join('') === ''
      ? { ...common, kind, hosts }
      : { problem: 'a Cluster has no databases: leave out what follows the hosts' };
  }
  const name = kind === 'sentinel' ? decoded(path.shift() || 'mymaster') : '';
  const db = path.length > 1 ? undefined : readIndex(path[0]);
  if (db === undefined || name === undefined) return { problem: BAD_DB };
  if (kind === 'sentinel') return { ...common, kind, hosts, name, db };
  return hosts.length > 1
    ? { problem: 'names several hosts: begin with redis+sentinel:// or redis+cluster://' }
    : { ...common, kind: 'server', ...first, db };
}

function readHost(text: string, standardPort: number): Host | undefined {
  const found = HOST.exec(text);
  if (!found) return undefined;
  const [, bracketed, plain = '', port = standardPort] = found;
  const number = Number(port);
  if (number < 1 || number > 65_535) return undefined;
  return { host: bracketed ?? plain, port: number };
}

function readIndex(text: string | undefined): number | undefined {
  if (!text) return 0;
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

/** What Redis or a Sentinel says when it refuses a login or wants one. */
const LOGIN_REFUSED = /\b(WRONGPASS|NOAUTH)\b|invalid (username-)?password|AUTH.* called without/;

/** Why a connection failed, in the server's words, and the operator's fix. Never a command's arguments. */
export function reasonOf(error: Error): { reason: string; fix?: string } {
  const last = 'lastNodeError' in error ? error.lastNodeError : undefined;
  const reason = last instanceof Error ? `${error.message} ${last.message}` : error.message;
  const fix = loginFix(reason);
  return { reason, ...(fix !== undefined && { fix }) };
}

/** Names the variable to correct when a login was refused. */
export function loginFix(reason: string): string | undefined {
  if (!LOGIN_REFUSED.test(reason)) return undefined;
  return /sentinels? /i.test(reason)
    ? "a Sentinel doesn't accept REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD. Correct them and restart, or give the Sentinel this password again (then the bot continues by itself)"
    : "Redis doesn't accept the user name and password in REDIS_URL. Correct them and restart, or give Redis this password again (then the bot continues by itself)";
}

/** Whether the user lacks the right to a command or key; inside scripts the wording differs by version. */
export function isNotAllowed({ message }: { message: string }): boolean {
  return /NOPERM|ACL failure|can't run this command|can't access at least one of the keys|has no permissions|^ERR unknown command/.test(
    message,
  );
}
