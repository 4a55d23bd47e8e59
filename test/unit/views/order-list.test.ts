import { describe, expect, it } from 'vitest';
import { help, notUnderstood, TASK_NAMES, unknownCommand } from '../../../src/views/kit/help.ts';
import { noneOfYours, orderStatus, unknownOrder } from '../../../src/views/order/order-list.ts';
import { buttonsIn } from './views-rules.ts';
import { everyOrder } from './views-support.ts';

describe('looking', () => {
  it('shows one order in full without anything to press', () => {
    for (const order of everyOrder()) {
      const status = orderStatus(order, 'https://acme.slack.com/archives/p1');
      expect(buttonsIn(status.blocks)).toEqual([]);
      expect(status.text).toContain('Open the card');
    }
  });

  it('says how to find the ids when none fits', () => {
    expect(unknownOrder('ord_<x>').text).toContain('“ord_&lt;x&gt;”');
    expect(unknownOrder('x').text).toContain('/vobiz-number orders');
  });
});

describe('help', () => {
  it('is one screen, with the exact line to type for every task', () => {
    expect(help().text).toMatchInlineSnapshot(`
      "*Phone numbers for WhatsApp, from Vobiz*
      \`/vobiz-number search IN\`
      Find a number and request it
      \`/vobiz-number byon +919876543210\`
      Verify a number you already have
      \`/vobiz-number numbers\`
      See your workspace's numbers
      \`/vobiz-number orders\`
      See requests and their status
      \`/vobiz-number status\`
      See your newest request, or any by its id
      \`/vobiz-number audit 2026-11\`
      Download the activity log
      \`/vobiz-number settings\`
      See and change who approves and what may be spent
      \`/vobiz-number doctor\`
      See what is wrong with the set-up
      \`/vobiz-number digest\`
      See what the weekly digest would say now
      \`/vobiz-number help search\`
      See more about one of these
      Your requests and what waits for you are in this app's Home."
    `);
  });

  it.each(TASK_NAMES)('says more about %s', (name) => {
    expect(help([name.toUpperCase()]).text).toContain(`/vobiz-number ${name}`);
    expect(help([name]).text).not.toBe(help().text);
  });

  it('names a word it does not know, and falls back to every task', () => {
    expect(help(['constructor']).text).toBe(
      `I don't know “constructor” after \`/vobiz-number help\`.\n${help().text}`,
    );
  });

  it.each(TASK_NAMES)('names the words that %s can do nothing with, and what it takes', (name) => {
    expect(notUnderstood(name, ['for', '<!here>']).text).toBe(
      `I don't know “for &lt;!here&gt;” after \`/vobiz-number ${name}\`.${
        ['settings', 'doctor', 'digest'].includes(name) ? ' Nothing may follow it.' : ''
      }\n${help([name]).text}`,
    );
  });

  it('repeats nothing that may be a one-time code, and takes no month for one', () => {
    expect(notUnderstood('orders', ['482', '913']).text).not.toMatch(/482|913/);
    expect(notUnderstood('audit', ['2026-11', '2026-12']).text).toContain('“2026-11 2026-12”');
  });

  it('answers an unknown word with the nearest task', () => {
    expect(unknownCommand('serch <!here>', 'search').text).toBe(
      "I don't know “serch”. Did you mean `/vobiz-number search IN`?",
    );
    expect(unknownCommand('<!here>').text).toBe(
      "I don't know “&lt;!here&gt;”. See `/vobiz-number help`.",
    );
  });

  it('says what to type to whoever has requested nothing', () => {
    expect(noneOfYours().text).toContain('/vobiz-number search IN');
  });
});
