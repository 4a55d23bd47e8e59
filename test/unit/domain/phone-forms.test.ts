import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedAs, otherForm } from '../../../src/domain/phone.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const from = (pattern: RegExp) => fc.stringMatching(pattern);

/** Pairs that are one number, the form of WhatsApp's older accounts first. */
const pairs = fc.oneof(
  digits(10).map((rest) => [`+521${rest}`, `+52${rest}`] as const),
  from(/^[1-8]\d{9}$/).map((rest) => [`+549${rest}`, `+54${rest}`] as const),
  fc
    .tuple(from(/^[1-9]\d$/), from(/^[6-9]\d{7}$/))
    .map(([area, rest]) => [`+55${area}${rest}`, `+55${area}9${rest}`] as const),
);
const numbers = fc.oneof(
  from(/^[1-9]\d{6,14}$/).map((rest) => `+${rest}`),
  pairs.map(([one]) => one),
  pairs.map(([, other]) => other),
);

describe('the other form of a number', () => {
  it('leads back, and changes one digit that marks mobile numbers', () => {
    fc.assert(
      fc.property(pairs, ([short, long]) => {
        expect([otherForm(short), otherForm(long)]).toEqual([long, short]);
      }),
    );
    fc.assert(
      fc.property(numbers, (e164) => {
        const other = otherForm(e164);
        if (other !== undefined) expect(otherForm(other)).toBe(e164);
      }),
    );
  });

  it.each(['+919876543210', '+14155552671', '+5511912345678', '+551112345678', '+54915874989'])(
    'is not there for %s',
    (e164) => expect(otherForm(e164)).toBeUndefined(),
  );
});

describe('a number in a list', () => {
  const inList = (list: readonly string[]) => (form: string) => list.find((one) => one === form);

  it('is found in either form, and never stands for two numbers of ours', () => {
    fc.assert(
      fc.property(pairs, fc.subarray([0, 1] as const), fc.boolean(), (pair, which, areBoth) => {
        const list = which.map((at) => pair[at]);
        const found = pair.map((e164) => listedAs(e164, inList(list), () => areBoth));
        const [only] = list;
        if (list.length === 2) expect(found).toEqual(pair);
        else if (only === undefined) expect(found).toEqual([undefined, undefined]);
        else expect(found).toEqual(areBoth ? ['ambiguous', 'ambiguous'] : [only, only]);
      }),
    );
  });

  it('is found as it is where no other form exists', () => {
    expect(listedAs('+919876543210', inList(['+919876543210']), () => true)).toBe('+919876543210');
    expect(listedAs('+919876543210', inList(['+9198765432101']), () => true)).toBeUndefined();
  });
});
