import { z } from 'zod';
import { type HoldingForm, NOTE_MAX } from '../../domain/numbers/holding.ts';
import { blockOf, readChosen } from '../../slack/form.ts';
import { inputs, LABEL_INPUTS, labelIn } from '../../slack/inputs.ts';
import { NOT_A_DATE } from '../../views/numbers/number-words.ts';
import { type FormErrors, freeText } from '../edge/interaction.ts';

/** Who has a number and what for, as a form says; what it does not ask for stays as it was `before`. */
export function readHolding(values: unknown, before: HoldingForm): HoldingForm | FormErrors {
  const note = freeText(values, inputs.note, NOTE_MAX, undefined);
  if ('errors' in note) return note;
  const [owner = before.owner] = readChosen(values, inputs.owner);
  const [neededUntil = ''] = readChosen(values, inputs.neededUntil);
  if (neededUntil !== '' && !z.iso.date().safeParse(neededUntil).success)
    return { errors: { [blockOf(values, inputs.neededUntil)]: NOT_A_DATE } };
  const chosen = LABEL_INPUTS.flatMap((input) => readChosen(values, inputs[input])).map(labelIn);
  const labels = {
    ...before.labels,
    ...Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
  };
  const named = Object.entries(labels).filter(([, value]) => value !== '');
  return { owner, labels: Object.fromEntries(named), note: note.text, neededUntil };
}
