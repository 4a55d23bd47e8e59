/** What goes wrong with the next calls of a method. */
export interface Fault {
  /** Any Slack error name; `ratelimited` becomes HTTP 429 with Retry-After. */
  error?: string;
  /** Seconds, for `ratelimited`; 1 unless said otherwise. */
  retryAfter?: number;
  /** A bare HTTP status with an HTML body, as a proxy would send. */
  status?: number;
  /** A body with status 200 instead of Slack's answer, as a gateway or a broken Slack would send. */
  body?: string;
  /** The call takes effect before `status` or `body` is answered. */
  after?: boolean;
  /** Breaks the connection before anything happened. */
  reset?: boolean;
  /** The call takes effect and the connection breaks before the answer. */
  resetAfter?: boolean;
  /** Nothing happens and no answer ever comes. */
  hang?: boolean;
  /** ms to wait before the call is handled. */
  latencyMs?: number;
  /** The call waits for this before it is handled: many calls can be let go at the same moment. */
  until?: Promise<unknown>;
  /** How many calls are hit; 1 unless said otherwise. */
  times?: number;
}

export interface Faults {
  /** Adds a fault for a method, for `response_url`, or for everything with `*`. Faults are used up in the order they were added. */
  add(method: string, fault: Fault): void;
  /** The fault that hits this call, counted down. */
  take(method: string): Fault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let planned: { method: string; fault: Fault; left: number }[] = [];
  return {
    add(method, fault) {
      planned.push({ method, fault, left: fault.times ?? 1 });
    },
    take(method) {
      const next = planned.find((plan) => plan.method === method || plan.method === '*');
      if (!next) return undefined;
      next.left -= 1;
      if (next.left <= 0) planned = planned.filter((plan) => plan !== next);
      return next.fault;
    },
    clear() {
      planned = [];
    },
  };
}
