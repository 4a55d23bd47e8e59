import { firstCharge } from '../../domain/money.ts';
import type { SeveralWish } from '../../domain/numbers/cheapest-numbers.ts';
import { NUMBERS_MAX } from '../../domain/order/asked-numbers.ts';
import { readAmount } from '../../domain/policy/set-up-rules.ts';
import { readChosen, readInput } from '../../slack/form.ts';
import { inputs } from '../../slack/inputs.ts';
import {
  SEVERAL_PROBLEMS as PROBLEMS,
  pickedIn,
  type SeveralFilled,
} from '../../views/numbers/choose-several-form.ts';
import type { FormErrors } from '../edge/interaction.ts';

/** What somebody wants of the numbers on show, and how they wrote it. `currency`: of the prices, unless they chose one. */
export function readSeveral(
  values: unknown,
  currency: string,
): { filled: SeveralFilled; wish: SeveralWish } | FormErrors {
  const filled = {
    count: readInput(values, inputs.count),
    upTo: readInput(values, inputs.upTo),
    currency: readInput(values, inputs.currency) || currency,
    picked: readChosen(values, inputs.picked).flatMap((option) => pickedIn(option) ?? []),
  };
  const { picked } = filled;
  const count = /^\d{1,2}$/.test(filled.count) ? Number(filled.count) : 0;
  if (count < 1 || count > NUMBERS_MAX) return wrong('count', PROBLEMS.count());
  const upTo = filled.upTo === '' ? undefined : readAmount(filled.upTo, filled.currency);
  if (filled.upTo !== '' && !upTo) return wrong('upTo', PROBLEMS.upTo());
  if (picked.length > count)
    return wrong('picked', PROBLEMS.tooMany({ picked: picked.length, count }));
  if (picked.some(({ price }) => price.setup.currency !== filled.currency))
    return wrong('picked', PROBLEMS.currency(filled.currency));
  const dearer = upTo && picked.find(({ price }) => firstCharge(price).minor > upTo.minor);
  if (dearer) return wrong('picked', PROBLEMS.dearer(dearer));
  return { filled, wish: { count, currency: filled.currency, upTo, picked } };
}

function wrong(field: 'count' | 'upTo' | 'picked', says: string): FormErrors {
  return { errors: { [inputs[field].blockId]: says } };
}
