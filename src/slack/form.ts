import { z } from 'zod';
import { cleanProse, cleanTerm } from '../domain/typed.ts';

const elementSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});
const valuesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * Reads one input of a submitted form, wherever its block stands: block ids are renewed to clear a field, action ids
 * stay. What was typed is cleaned, as a sentence where the input says so. An empty or missing input is ''.
 */
export function readInput(values: unknown, input: { actionId: string; prose?: true }): string {
  const clean = input.prose ? cleanProse : cleanTerm;
  const blocks = valuesSchema.safeParse(values);
  if (!blocks.success) return '';
  for (const block of Object.values(blocks.data)) {
    const element = elementSchema.safeParse(block[input.actionId]);
    if (!element.success) continue;
    const { value, selected_option: chosen } = element.data;
    return typeof value === 'string' ? clean(value) : (chosen?.value ?? '');
  }
  return '';
}

/** The block that an error of this input is shown under; Slack takes errors by block id. */
export function blockOf(values: unknown, input: { blockId: string; actionId: string }): string {
  const blocks = valuesSchema.safeParse(values);
  const found = Object.entries(blocks.data ?? {}).find(([, block]) => input.actionId in block);
  return found?.[0] ?? input.blockId;
}
