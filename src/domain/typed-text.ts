import { z } from 'zod';

export const PURPOSE_MAX = 500;
export const REASON_MAX = 500;

/** Text that people typed: at most so many characters, which are up to twice as many UTF-16 units. */
export const typed = (max: number) =>
  z
    .string()
    .min(1)
    .max(2 * max);

/** Epoch ms. */
export const timeSchema = z.number().int().nonnegative();
