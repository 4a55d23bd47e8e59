/** How far the clock of the playground can be put ahead at once. Shared by both sides. */
export const LEAPS = [
  { leap: 'hour', label: 'An hour later' },
  { leap: 'day', label: 'A day later' },
  { leap: 'fortnight', label: 'Two weeks later' },
  { leap: 'monday', label: 'To Monday, 9:00' },
] as const;
export type Leap = (typeof LEAPS)[number]['leap'];
