import { describe, expect, it } from 'vitest';
import { help, TASK_NAMES, unknownCommand, usage } from '../../../src/views/kit/help.ts';
import { orderStatus, ordersList, unknownOrder } from '../../../src/views/order/order-list.ts';
import { buttonsIn } from './views-rules.ts';
import { everyOrder, orderStates } from './views-support.ts';

const states = orderStates();

describe('looking', () => {
  it('lists an order as its number, price, state, requester, date and id', () => {
    expect(ordersList([states.pending]).text).toMatchInlineSnapshot(`
      "*The newest requests in this workspace*
      *+91 98765 43210, ₹750 now*: ordered, not finished yet. By <@U0REQUESTER>, <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>. ord_7k3m9q2x
      To see one in full: \`/vobiz-number status\` and its id, like \`/vobiz-number status ord_7k3m9q2x\`"
    `);
  });

  it('shows the newest fifteen and says how many are left out', () => {
    const many = Array.from({ length: 20 }, () => states.denied);
    const said = ordersList(many).text;
    expect(said.match(/: denied\./g)).toHaveLength(15);
    expect(said).toContain('5 older requests not shown');
  });

  it('says what to type when there is nothing yet', () => {
    expect(ordersList([]).text).toContain('/vobiz-number search IN');
  });

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
  it('gives every task one line with the exact line to type', () => {
    expect(help().text).toMatchInlineSnapshot(`
      "*Numbers for WhatsApp, from Vobiz.* What you can do, and the line to type:
      Find a number and request it: \`/vobiz-number search IN\`
      Verify a number you already have: \`/vobiz-number byon +919876543210\`
      See the numbers this workspace has: \`/vobiz-number numbers\`
      See the newest requests and how they stand: \`/vobiz-number orders\`
      See one request in full: \`/vobiz-number status ord_7k3m9q2x\`
      Get who did what, and when, as a file: \`/vobiz-number audit 2026-11\`
      See and change who approves and what may be spent: \`/vobiz-number settings\`
      See what is wrong with the set-up: \`/vobiz-number doctor\`
      See this, or more about one task: \`/vobiz-number help search\`
      Requests are approved first: by people, or by a rule of your policy."
    `);
  });

  it.each(TASK_NAMES)('says more about %s', (name) => {
    expect(help(name.toUpperCase()).text).toContain(`/vobiz-number ${name}`);
    expect(help(name).text).not.toBe(help().text);
    expect(usage(name).text).toContain(`/vobiz-number ${name}`);
  });

  it('falls back to every task for a word it does not know', () => {
    expect(help('constructor').text).toBe(help().text);
  });

  it('answers an unknown word with the nearest task', () => {
    expect(unknownCommand('serch <!here>', 'search').text).toBe(
      '“serch &lt;!here&gt;” is not something this command can do. Did you mean this? Find a number and request it: `/vobiz-number search IN`',
    );
    expect(unknownCommand('xyz').text).toContain('/vobiz-number help');
  });
});
