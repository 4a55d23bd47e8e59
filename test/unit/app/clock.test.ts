import { describe, expect, it } from 'vitest';
import { idFrom } from '../../../src/app/clock.ts';
import { orderIdSchema } from '../../../src/domain/order/order.ts';
import { verificationIdSchema } from '../../../src/domain/verification/verification.ts';
import { METADATA_MAX, VALUE_MAX } from '../../../src/slack/codec.ts';
import { buttons, modalIds } from '../../../src/slack/ids.ts';

const order = { order: 'ord_7k3m9q2x' };
const verification = { verification: 'ver_7k3m9q2x' };
const inr = (minor: number) => ({ minor, currency: 'INR' });
const price = { setup: inr(50_000), monthly: inr(25_000) };
const longRegion = '🙂'.repeat(30);
const query = { country: 'IN', region: longRegion, digits: '1'.repeat(15), sort: 'year' } as const;

describe('what travels with buttons and modals', () => {
  it('comes back as it was sent', () => {
    const choice = { country: 'IN', region: longRegion, e164: '+919876543210', price };
    expect(buttons.choose.decode(buttons.choose.encode(choice))).toEqual({
      ok: true,
      value: choice,
    });
    const asked = { channel: 'C0OPS', query };
    expect(modalIds.search.decode(modalIds.search.encode(asked))).toEqual({
      ok: true,
      value: asked,
    });
    for (const def of [buttons.approve, buttons.deny, modalIds.orderForm, modalIds.deny])
      expect(def.decode(def.encode(order))).toEqual({ ok: true, value: order });
    for (const def of [buttons.enterCode, modalIds.enterCode])
      expect(def.decode(def.encode(verification))).toEqual({ ok: true, value: verification });
    for (const def of [buttons.nextPage, buttons.previousPage])
      expect(def.decode(def.encode({ page: 7 }))).toEqual({ ok: true, value: { page: 7 } });
  });

  it.each([
    ['nothing', undefined],
    ['an empty value', ''],
    ['text', 'approve ord_7k3m9q2x'],
    ['a bare id', '"ord_7k3m9q2x"'],
    ['JSON without a version', '{"order":"ord_7k3m9q2x"}'],
    ['an id of something else', '{"v":1,"d":{"order":"ver_7k3m9q2x"}}'],
    ['an id with a way out', '{"v":1,"d":{"order":"ord_../../etc"}}'],
    ['an id that would be a Redis pattern', '{"v":1,"d":{"order":"ord_********"}}'],
    ['a list', '[1,2,3]'],
    ['null', 'null'],
    ['half a value', '{"v":1,"d":{"ord'],
    ['more than a button can carry', `{"v":1,"d":{"order":"ord_7k3m9q2x${'0'.repeat(2000)}"}}`],
  ])('is broken when it is %s', (_what, raw) => {
    expect(buttons.approve.decode(raw)).toEqual({ ok: false, why: 'broken' });
  });

  it.each([0, 2, 99])('is old when it has version %i', (v) => {
    expect(buttons.approve.decode(JSON.stringify({ v, d: order }))).toEqual({
      ok: false,
      why: 'old',
    });
  });

  it('is refused before Slack would refuse it for its size', () => {
    const schema = modalIds.search;
    expect(schema.encode({ channel: 'C0OPS', query }).length).toBeLessThanOrEqual(METADATA_MAX);
    const region = 'x'.repeat(VALUE_MAX);
    expect(() =>
      buttons.choose.encode({ country: 'IN', region, e164: '+919876543210', price }),
    ).toThrow(RangeError);
  });

  it('has one id for each button and each modal', () => {
    const ids = [...Object.values(buttons), ...Object.values(modalIds)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('ids of records', () => {
  it('are made of letters that cannot be misread, and are accepted by their schemas', () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(idFrom('ref', every).slice('ref_'.length)).toMatch(/^[0-9a-hjkmnp-tv-z]{256}$/);
    const bytes = Uint8Array.from([0, 31, 32, 255, 128, 7, 9, 200]);
    expect(orderIdSchema.safeParse(idFrom('ord', bytes)).success).toBe(true);
    expect(verificationIdSchema.safeParse(idFrom('ver', bytes)).success).toBe(true);
  });
});
