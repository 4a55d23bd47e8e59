/** What Redis (or a Sentinel) says when it does not take the user name or password, or wants one. */
const LOGIN_REFUSED = /\b(WRONGPASS|NOAUTH)\b|invalid (username-)?password|AUTH.* called without/;

/** Why a connection failed, in the server's words, and what an operator does about it. Never a command's arguments. */
export function reasonOf(error: Error): { reason: string; fix?: string } {
  const last = 'lastNodeError' in error ? error.lastNodeError : undefined;
  const reason = last instanceof Error ? `${error.message} ${last.message}` : error.message;
  return isLoginRefused(reason) ? { reason, fix: loginFix(reason) } : { reason };
}

export function isLoginRefused(reason: string): boolean {
  return LOGIN_REFUSED.test(reason);
}

/** Names the variable; the address that the message stands for is that of the operator who reads it. */
export function loginFix(reason: string): string {
  return /sentinels? /i.test(reason)
    ? 'a Sentinel does not accept REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD: correct them and restart, or give the Sentinel this password again'
    : 'Redis does not accept the user name and password in REDIS_URL: correct them and restart, or give Redis this password again (the bot then goes on by itself)';
}
