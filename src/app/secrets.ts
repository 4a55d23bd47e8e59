type Environment = Readonly<Record<string, string | undefined>>;

/** Variables whose whole value is a secret. */
const SECRET_NAME = /(TOKEN|SECRET|PASSWORD)$/;
/** What stands between the scheme and the last @ of a URL, whether it was percent-encoded or not. */
const LOGIN = /^\w[\w+.-]*:\/\/(.*)@/s;
/** Shorter ones would make a riddle of every line; they are in no error that is written, only in what is left out of them. */
const SHORTEST = 6;

/**
 * The secrets among settings, by the names of variables and the logins in URLs: also of settings that are wrong, since
 * those are what errors are about. Each in every spelling in which it could be printed.
 */
export function secretsOf(env: Environment): string[] {
  const found = Object.entries(env).flatMap(([name, value = '']) => [
    ...(SECRET_NAME.test(name) ? [value.trim()] : []),
    ...loginsIn(value.trim()),
  ]);
  const spelled = found.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
  ]);
  const long = spelled.filter((secret) => secret.length >= SHORTEST);
  return [...new Set(long)].sort((a, b) => b.length - a.length);
}

function loginsIn(value: string): string[] {
  const login = LOGIN.exec(value)?.[1];
  if (!login) return [];
  const secret = login.slice(login.indexOf(':') + 1);
  try {
    return [secret, decodeURIComponent(secret)];
  } catch {
    return [secret];
  }
}

/** Takes the secrets out of a text that people or logs are about to get. */
export function createScrub(secrets: readonly string[]): (text: string) => string {
  return (text) =>
    secrets.reduce((clean, secret) => clean.replaceAll(secret, () => '[redacted]'), text);
}
