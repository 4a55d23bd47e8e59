import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { drawPng } from '../../../src/app/svg-picture.ts';
import type { Digest } from '../../../src/domain/digest/digest.ts';
import { cut, DIGEST_SHOWN } from '../../../src/domain/digest/digest-lists.ts';
import { digestMessage } from '../../../src/views/digest/digest-message.ts';
import { spendChart } from '../../../src/views/digest/spend-chart.ts';
import { messageProblems } from './views-rules.ts';
import { HOSTILE } from './views-support.ts';

const AT = Date.parse('2026-11-30T03:30:00Z');
const WHO = 'U0REQUESTER';
const inr = (minor: number) => ({ minor, currency: 'INR' });
const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));
const phone = (at: number) => `+91987600${String(at).padStart(4, '0')}`;

/** A workspace of 500 numbers and 40 labels, with names as long and as bad as a policy can have them. */
const FULL: Digest = {
  at: AT,
  from: AT - 7 * 86_400_000,
  to: AT,
  zone: 'Asia/Kolkata',
  month: '2026-11',
  bought: cut(
    many(500, (at) => ({ e164: phone(at), requester: WHO, charge: inr(75_000) })),
    DIGEST_SHOWN.bought,
  ),
  boughtFor: [inr(37_500_000), { minor: 9_900, currency: 'USD' }],
  denied: cut(
    many(500, (at) => ({ e164: phone(at), requester: WHO, by: 'U0APPROVER' })),
    DIGEST_SHOWN.denied,
  ),
  givenBack: cut(
    many(500, (at) => ({ e164: phone(at), by: WHO })),
    DIGEST_SHOWN.givenBack,
  ),
  spent: cut(
    many(40, (at) => ({
      label: { name: HOSTILE.slice(0, 24), value: `${at}${HOSTILE.slice(0, 28)}` },
      used: inr(999_999_999),
      ...(at % 2 && { budget: 900_000_000 }),
    })),
    DIGEST_SHOWN.spent,
  ),
  spentIsCut: true,
  renewing: cut(
    many(500, (at) => ({ e164: phone(at), at: AT, fee: inr(25_000), byVobiz: at > 2 })),
    DIGEST_SHOWN.renewing,
  ),
  renewingFor: [inr(12_500_000)],
  unused: cut(
    many(500, (at) => ({
      record: `ord_${String(at).padStart(8, '0')}`,
      e164: phone(at),
      since: AT,
      wasConnected: at % 2 > 0,
      owner: WHO,
      fee: inr(25_000),
    })),
    DIGEST_SHOWN.unused,
  ),
  unusedFor: [inr(12_500_000)],
  troubled: cut(
    many(500, (at) => ({
      e164: phone(at),
      owner: WHO,
      watched: { at: AT, channel: { is: 'suspended' as const, since: AT } },
    })),
    DIGEST_SHOWN.troubled,
  ),
  waiting: cut(
    many(500, (at) => ({
      e164: phone(at),
      charge: inr(75_000),
      since: AT,
      what: 'decision' as const,
      from: { users: many(50, (n) => `U0APPROVER${n}`), groups: ['S0FINANCE'] },
      ...(at % 2 > 0 && { isGiveBack: true as const }),
    })),
    DIGEST_SHOWN.waiting,
  ),
  left: cut(
    many(40, () => ({ userId: WHO, numbers: 12 })),
    DIGEST_SHOWN.left,
  ),
  missing: ['vobiz', 'numbers'],
};

const NOTHING = { shown: [], count: 0 };
const QUIET: Digest = {
  ...FULL,
  bought: NOTHING,
  boughtFor: [],
  denied: NOTHING,
  renewing: NOTHING,
  unused: NOTHING,
  troubled: NOTHING,
  givenBack: NOTHING,
  waiting: NOTHING,
  left: NOTHING,
  spent: NOTHING,
  missing: [],
};

describe('the digest’s message', () => {
  it('keeps within Slack’s limits for 500 numbers and 40 labels, and says how many more there are', () => {
    const message = digestMessage(FULL, new Map(), 'dig_2026-11-30');
    expect(messageProblems(message)).toEqual([]);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    const said = JSON.stringify(message.blocks);
    for (const more of ['and 494 more', 'and 28 more labels', 'and 492 more', 'and 35 more']) {
      expect(said).toContain(more);
    }
    expect(said).toMatch(
      /\+91 \d+ \d+, ₹750, since .*• Give back \+91 \d+ \d+, ₹750\/month, since /,
    );
  });

  it('begins with what a phone shows', () => {
    expect(digestMessage(FULL, new Map(), 'dig_2026-11-30').text).toMatch(
      /^🗓️ Last 7 days: 500 numbers bought, ₹3,75,000 and \$99 · 500 waiting · 500 unused\n/,
    );
  });

  it('shows who keeps a number in place of its button', () => {
    const [first] = FULL.unused.shown;
    const kept = new Map([[first?.record ?? '', { by: 'U0APPROVER', until: AT }]]);
    const { blocks } = digestMessage(FULL, kept, 'dig_2026-11-30');
    const at = blocks.findIndex((block) =>
      /Kept by <@U0APPROVER> until/.test(JSON.stringify(block)),
    );
    expect(blocks[at + 1]?.type).toBe('section');
    expect(blocks[at + 2]).toMatchObject({
      elements: [{ text: { text: 'Keep' } }, { text: { text: 'Give back' } }],
    });
  });

  it('is one line after a quiet week', () => {
    const { blocks, text } = digestMessage(QUIET, new Map(), 'dig_2026-11-30');
    expect(blocks).toHaveLength(1);
    expect(text).toBe('🗓️ A quiet week: nothing bought, waiting or unused.');
  });

  it('says what could not be found out, also after a quiet week', () => {
    const { left: _, ...unread } = { ...QUIET, missing: ['vobiz' as const] };
    expect(digestMessage(unread, new Map(), 'dig_2026-11-30').text).toMatch(
      /^🗓️ A quiet week: .* Vobiz didn't answer, .* Slack didn't say which owners left\.$/,
    );
    const { left: __, ...full } = FULL;
    expect(JSON.stringify(digestMessage(full, new Map(), 'dig_2026-11-30').blocks)).toMatch(
      /Slack didn't say which owners left\. Every number in a file/,
    );
  });
});

describe('its picture', () => {
  it('is a PNG whatever labels are called, and says the same in words', async () => {
    const chart = spendChart(FULL);
    const png = await drawPng(chart?.svg ?? '');
    expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG');
    expect(chart?.words).toMatch(/^Spend in November\. .*₹99,99,999\.99/);
    expect(chart?.words.length).toBeLessThanOrEqual(1_000);
  });

  it('is the same whatever fonts the machine has', async () => {
    const home = await mkdtemp(join(tmpdir(), 'fonts-'));
    await mkdir(join(home, '.fonts'));
    const serif = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSerif.ttf');
    await copyFile(serif, join(home, '.fonts', 'DejaVuSerif.ttf'));
    vi.stubEnv('HOME', home);
    onTestFinished(() => rm(home, { recursive: true }));
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const svg = spendChart(FULL)?.svg ?? '';
    const asksForSerif = svg.replace('DejaVu Sans', 'DejaVu Serif');
    expect(asksForSerif).not.toBe(svg);
    expect(Buffer.compare(await drawPng(asksForSerif), await drawPng(svg))).toBe(0);
  });

  it('leaves the amounts readable beside long names', () => {
    const label = { name: 'Team', value: 'Marketing Maharashtra' };
    const spent = [{ label, used: inr(12_345_678_912), budget: 10_000_000_000 }];
    const svg = spendChart({ ...FULL, spent: cut(spent, 5) })?.svg;
    // 29 digits and signs of 14 pixels, and 16 pixels between.
    expect(svg).toContain('<svg x="28" y="74" width="182" height="40">');
    expect(svg).toContain('>Marketing M…<');
  });

  it('names by its line what its font cannot draw, and escapes what XML would read', () => {
    const of = (value: string) =>
      spendChart({ ...FULL, spent: cut([{ label: { name: 'Team', value }, used: inr(1) }], 5) })
        ?.svg;
    expect(of('दिवाली')).toContain('>Line 1<');
    expect(of('R&D <x>')).toContain('>R&amp;D &lt;x&gt;<');
  });

  it('has bars against budgets, none without a budget, and another colour above it', () => {
    const rows = [120, 50, undefined].map((budget) => ({
      used: inr(100),
      ...(budget && { budget }),
    }));
    const bars =
      spendChart({ ...FULL, spent: cut(rows, 5) })?.svg.match(/<rect x="28"[^>]*fill="([^"]+)"/g) ??
      [];
    expect(bars.map((bar) => bar.match(/width="(\d+)".*fill="(#\w+)"/)?.slice(1))).toEqual([
      ['744', '#dfe3e8'],
      ['618', '#1264a3'],
      ['744', '#dfe3e8'],
      ['744', '#b3261e'],
    ]);
  });

  it('is not drawn without spending', () => {
    expect(spendChart(QUIET)).toBeUndefined();
  });
});
