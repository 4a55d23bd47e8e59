import { z } from 'zod';
import { readInput } from '../../slack/form.ts';
import { TOLD_BACK } from '../../slack/inputs.ts';
import type { TypedText } from '../../views/kit/typed-again.ts';

/** A block with a field, as Slack sends the view back. */
const fieldSchema = z.object({
  label: z.object({ text: z.string() }),
  element: z.object({ action_id: z.string() }),
});

/** Of what was typed into a form, all that may be told again, in the order of its fields. */
export function typedIn(blocks: readonly unknown[], values: unknown): TypedText[] {
  return blocks.flatMap((block) => {
    const field = fieldSchema.safeParse(block).data;
    const input = TOLD_BACK.find(({ actionId }) => actionId === field?.element.action_id);
    const text = input ? readInput(values, input).trim() : '';
    return field && text ? [{ label: field.label.text, text }] : [];
  });
}
