import { z } from 'zod';
import { type HoldingForm, isOver, NOTE_MAX } from '../../domain/numbers/holding.ts';
import { blockOf, readChosen } from '../../slack/form.ts';
import { inputs, LABEL_INPUTS, labelIn } from '../../slack/inputs.ts';
import { IS_OVER, NOT_A_DATE } from '../../views/numbers/number-words.ts';
import { type FormErrors, freeText } from '../edge/interaction.ts';

/** Who has a number and what for, as a form says; what it does not ask for stays as it was `before`. `now` is epoch ms. */
export function readHolding(
  values: unknown,
  before: HoldingForm,
  now: number,
): HoldingForm | FormErrors {
  const note = freeText(values, inputs.note, NOTE_MAX, undefined);
  if ('errors' in note) return note;
  const [owner = before.owner] = readChosen(values, inputs.owner);
  const [neededUntil = ''] = readChosen(values, inputs.neededUntil);
  const wrong = neededUntil === before.neededUntil ? undefined : dayProblem(neededUntil, now);
  if (wrong) return { errors: { [blockOf(values, inputs.neededUntil)]: wrong } };
  const chosen = LABEL_INPUTS.flatMap((input) => readChosen(values, inputs[input])).map(labelIn);
  const labels = {
    ...before.labels,
    ...Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
  };
  const named = Object.entries(labels).filter(([, value]) => value !== '');
  return { owner, labels: Object.fromEntries(named), note: note.text, neededUntil };
}

/** What is wrong with a day that was chosen now; one that was chosen before may have come. */
function dayProblem(day: string, now: number): string | undefined {
  if (day === '') return undefined;
  if (!z.iso.date().safeParse(day).success) return NOT_A_DATE;
  return isOver(day, now) ? IS_OVER : undefined;
}
