/** What Redis (or a Sentinel) says when it does not take the user name or password, or wants one. */
const LOGIN_REFUSED = /\b(WRONGPASS|NOAUTH)\b|invalid (username-)?password|AUTH.* called without/;

/** Why a connection failed, in the server's words, and what an operator does about it. Never a command's arguments. */
export function reasonOf(error: Error): { reason: string; fix?: string } {
  const last = 'lastNodeError' in error ? error.lastNodeError : undefined;
  const reason = last instanceof Error ? `${error.message} ${last.message}` : error.message;
  const fix = loginFix(reason);
  return { reason, ...(fix !== undefined && { fix }) };
}

/** Names the variable, where a login is what was refused. */
export function loginFix(reason: string): string | undefined {
  if (!LOGIN_REFUSED.test(reason)) return undefined;
  return /sentinels? /i.test(reason)
    ? 'a Sentinel does not accept REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD: correct them and restart, or give the Sentinel this password again (the bot then goes on by itself)'
    : 'Redis does not accept the user name and password in REDIS_URL: correct them and restart, or give Redis this password again (the bot then goes on by itself)';
}

/** Whether a user may not use a command or a key: outside of a script and, worded by version, inside of one. */
export function isNotAllowed({ message }: { message: string }): boolean {
  return /NOPERM|ACL failure|can't run this command|can't access at least one of the keys|has no permissions|^ERR unknown command/.test(
    message,
  );
}
