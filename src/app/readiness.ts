/** What a part that is missing keeps from happening. */
export type Serves = 'traffic' | 'work';

/**
 * A part of the process by name. `traffic`: without it nobody gets an answer here, so Slack should be sent elsewhere.
 * `work`: without it what people ask for is not done, though they are told so.
 */
export type Part = {
  name: string;
  serves: Serves;
  /** Resolves within two seconds; throwing counts as no. */
  isReady: () => boolean | Promise<boolean>;
};

export type Readiness = Record<string, boolean>;

/** Looks at all parts at once, or at those that serve one purpose. */
export function createReadiness(parts: readonly Part[]) {
  return async (serves?: Serves): Promise<Readiness> => {
    const asked = parts.filter((part) => serves === undefined || part.serves === serves);
    const answers = asked.map(async ({ name, isReady }) => {
      try {
        return [name, await isReady()] as const;
      } catch {
        return [name, false] as const;
      }
    });
    return Object.fromEntries(await Promise.all(answers));
  };
}
