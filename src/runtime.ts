/** Types of what the process gives to every layer; `src/app` makes the values. */

/** The time in epoch ms, and the randomness that spreads retries. */
export type Clock = {
  now(): number;
  /** In [0, 1). */
  jitter(): number;
};

/** The process's environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A new id with its prefix: `ord_7k3m9q2x`. */
export type NewId = (prefix: 'ord' | 'ver' | 'att' | 'ent' | 'snd' | 'gap') => string;

export type Log = {
  info(fields: object, message?: string): void;
  warn(fields: object, message?: string): void;
  error(fields: object, message?: string): void;
};
