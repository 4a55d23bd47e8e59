/** What the process gives to every layer that needs it. `src/app` makes them; nothing here does anything. */

/** The time, in epoch ms, and what spreads retries over it. */
export type Clock = {
  now(): number;
  /** In [0, 1). */
  jitter(): number;
};

/** A new id of its kind: `ord_7k3m9q2x`. */
export type NewId = (prefix: 'ord' | 'ver' | 'att' | 'ent' | 'snd' | 'gap') => string;

export type Log = {
  info(fields: object, message?: string): void;
  warn(fields: object, message?: string): void;
  error(fields: object, message?: string): void;
};
