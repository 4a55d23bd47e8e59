/** A signal that aborts when `outer` does or after `ms`; `end` releases the timer and the listener. */
export function startDeadline(
  ms: number,
  outer: AbortSignal | undefined,
): { signal: AbortSignal; at: number; passed(): boolean; end(): void } {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, ms);
  const follow = () => controller.abort();
  outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    at: Date.now() + ms,
    passed: () => passed,
    end: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}
