/** What the page suggests first. Shared by both sides. */
export const FIRST_STEPS = [
  { step: 'search', label: 'Search for a number as Asha' },
  { step: 'approve', label: 'Approve as Ravi' },
  { step: 'lose', label: 'Lose the next answer' },
  { step: 'setUp', label: 'Set it up as Meera' },
] as const;

export type Step = (typeof FIRST_STEPS)[number]['step'];

export interface StepAnswer {
  /** Whose window shows the result, and where. */
  as?: string;
  in?: string;
  /** The result and what to do next, in a sentence or two. */
  says: string;
}
