import type { InputBlock } from '@slack/types';
import { type HoldingForm, type Label, NOTE_MAX } from '../../domain/numbers/holding.ts';
import { LABEL_INPUTS, labelOption } from '../../slack/inputs.ts';
import { selectInput, textInput } from '../kit/modal-parts.ts';
import { datePicker, personPicker } from '../kit/pickers.ts';

/** Who has a number and what for, in a form, and the labels that there are. */
export type HoldingOnShow = { form: HoldingForm; labels: readonly Label[] };

/** What must be said of a number comes first. */
export function holdingInputs({ form, labels }: HoldingOnShow): InputBlock[] {
  const { owner, note, neededUntil } = form;
  return [
    ...labelInputs({ labels, chosen: form.labels }),
    personPicker('owner', {
      label: 'Owner',
      hint: 'They can connect and manage the number. We tell a new owner.',
      chosen: owner,
    }),
    textInput('note', { label: 'Note', optional: true, value: note, maxLength: NOTE_MAX }),
    datePicker('neededUntil', { label: 'Needed until', optional: true, chosen: neededUntil }),
  ];
}

export function labelInputs({
  labels,
  chosen,
}: {
  labels: readonly Label[];
  chosen: HoldingForm['labels'];
}): InputBlock[] {
  return LABEL_INPUTS.flatMap((input, at) => {
    const label = labels[at];
    return label ? [labelInput(input, label, chosen[label.name] ?? '')] : [];
  });
}

/** A value that the policy no longer has can stay. */
function labelInput(
  input: (typeof LABEL_INPUTS)[number],
  { name, values, required }: Label,
  chosen: string,
): InputBlock {
  const all = chosen === '' || values.includes(chosen) ? values : [chosen, ...values];
  const choices = all.map((value) => ({ value: labelOption(name, value), label: value }));
  const none = { value: labelOption(name, ''), label: 'None' };
  return selectInput(input, {
    label: name,
    optional: !required,
    choices: required ? choices : [none, ...choices],
    chosen: choices.find(({ label }) => label === chosen),
  });
}
