import { z } from 'zod';
import { cleanProse, cleanTerm } from '../domain/typed.ts';

const optionSchema = z.object({ value: z.string() });
const elementSchema = z.object({
  value: z.string().nullish(),
  selected_option: optionSchema.nullish(),
});
const valuesSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Searches all blocks: a new block id clears a field, but action ids stay. An empty or missing input is ''. */
export function readInput(
  values: unknown,
  input: { actionId: string; prose?: true; verbatim?: true },
): string {
  const clean = input.verbatim ? cleanLines : input.prose ? cleanProse : cleanTerm;
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

const chosenSchema = z.object({
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
  selected_option: optionSchema.nullish(),
  selected_options: z.array(optionSchema).nullish(),
});

/** What was chosen in a menu, picker or group of boxes: ids of people and channels, ISO dates, times like `09:00`, values of options. */
export function readChosen(values: unknown, input: { actionId: string }): string[] {
  const blocks = valuesSchema.safeParse(values).data ?? {};
  const block = Object.values(blocks).find((each) => input.actionId in each);
  const chosen = chosenSchema.safeParse(block?.[input.actionId]).data ?? {};
  const options = [chosen.selected_option, ...(chosen.selected_options ?? [])];
  return [
    ...[
      chosen.selected_date,
      chosen.selected_time,
      chosen.selected_user,
      chosen.selected_conversation,
    ].flatMap((id) => id ?? []),
    ...(chosen.selected_users ?? []),
    ...options.flatMap((option) => option?.value ?? []),
  ];
}

/** Whether the view had this input: what was not asked is not answered either. */
export function hasInput(values: unknown, input: { actionId: string }): boolean {
  const blocks = valuesSchema.safeParse(values).data ?? {};
  return Object.values(blocks).some((each) => input.actionId in each);
}

/** The block to show this input's error under; Slack takes errors by block id. */
export function blockOf(values: unknown, input: { blockId: string; actionId: string }): string {
  const blocks = valuesSchema.safeParse(values);
  const found = Object.entries(blocks.data ?? {}).find(([, block]) => input.actionId in block);
  return found?.[0] ?? input.blockId;
}

/** Lines as they were pasted, indented as they were. */
function cleanLines(pasted: string): string {
  return pasted.replace(/\r\n?/g, '\n').replaceAll('\u00a0', ' ');
}
