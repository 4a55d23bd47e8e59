import { expect, it } from 'vitest';
import { asInEveryRun } from '../../../scripts/demo/steady.ts';
import { createPaint, createTerminal } from '../../../scripts/demo/terminal.ts';
import { createTranscript, type Entry } from '../../../scripts/demo/transcript.ts';
import { inBold, wrap } from '../../../scripts/demo/wrap.ts';

it('wraps under the beginning of a line, keeps code whole and bold bold on both sides', () => {
  expect(wrap('• one two three', 9)).toEqual(['• one two', '  three']);
  expect(wrap('type `/a b c` now', 9)).toEqual(['type', '`/a b c`', 'now']);
  const bold = wrap('now *₹900 setup*', 11).map((line) => inBold(line, (text) => `<${text}>`));
  expect(bold).toEqual(['now <₹900>', '<setup>']);
});

it('leaves out what has not changed under a headline, within one step', () => {
  const shown: string[][] = [];
  const keep = (entry: Entry) => entry.kind === 'shows' && shown.push([...entry.lines]);
  const transcript = createTranscript(keep);
  transcript.step('One');
  transcript.shows('card', ['Approved', 'a', 'b', 'c', 'd'], 'card');
  transcript.shows('card', ['Bought', 'a', 'b', 'c', 'e'], 'card');
  transcript.shows('card', ['Bought', 'a', 'x'], 'card');
  transcript.step('Two');
  transcript.shows('card', ['Bought', 'a', 'x', 'y', 'z'], 'card');
  expect(shown).toEqual([
    ['Approved', 'a', 'b', 'c', 'd'],
    ['Bought', '… as before …', 'e'],
    ['Bought', 'a', 'x'],
    ['Bought', 'a', 'x', 'y', 'z'],
  ]);
});

it('colours a terminal only, and only when nobody objects', () => {
  const written = (paint: ReturnType<typeof createPaint>) => {
    let text = '';
    createTerminal((more) => {
      text += more;
    }, paint)({ kind: 'does', text: 'Asha presses Choose.' });
    return text;
  };
  expect(written(createPaint(true, undefined))).toContain('\u001b[33m');
  expect(written(createPaint(true, '1'))).toBe('\n▸ Asha presses Choose.\n');
  expect(written(createPaint(false, undefined))).toBe('\n▸ Asha presses Choose.\n');
});

it('gives a kept transcript the same times, ids and addresses in every run', () => {
  const of = (startedAt: number, id: string) => {
    const steady = asInEveryRun(startedAt);
    const moved = steady.moments({ text: `<!date^${startedAt / 1000 + 600}^{time}|soon>` });
    return [
      moved.text,
      steady.ids(`${id} ver_aaaaaaaa ${id} https://x.test/archives/C0/p17${id.length}`),
    ];
  };
  expect(of(1_800_000_000_000, 'ord_bbbbbbbb')).toEqual(of(1_900_000_000_000, 'ord_cccccccc'));
  expect(of(1_800_000_000_000, 'ord_bbbbbbbb')[1]).toBe(
    'ord_00000001 ver_00000002 ord_00000001 https://x.test/archives/C0/p…',
  );
});
