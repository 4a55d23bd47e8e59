import { describe, expect, it } from 'vitest';
import type { WindowPerson } from '../../sandbox/playground/window-person.ts';
import { obstacles } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';

const PHONE = { width: 390 };
const AT_ONCE = { completeAfterMs: 0 };

describe.skipIf(!hasBrowser)('giving a number back in the playground', () => {
  const browser = useBrowser();

  /** Asha, who owns a bought number, at a desk, and Ravi, who approves, with a phone. */
  async function bought() {
    const playground = await browser.open({ vobiz: AT_ONCE });
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi', undefined, PHONE);
    await asha.requestNumber('Pune support desk');
    await press(ravi, 'Pune support desk', /^Approve/);
    await asha.reads(/✅ Bought/);
    return { playground, asha, ravi };
  }

  it('asks in Details, another person approves, Keep it undoes it, and once more it is gone', async () => {
    const { playground, asha, ravi } = await bought();

    await askToGiveBack(asha, 'The desk has closed');
    await press(asha, /Give it back\?/, 'Approve giving back');
    await asha.reads(/Only visible to you[\s\S]*You can't decide your own request/);
    await ravi.reads(/Give it back\? · \+91[\s\S]*@Asha Rao asks to give it back/);
    expect(await obstacles(ravi.page)).toEqual([]);
    await press(ravi, /Give it back\?/, 'Approve giving back');
    await ravi.reads(/Going back to Vobiz · \+91[\s\S]*You can undo that until tomorrow/);
    expect(await obstacles(ravi.page)).toEqual([]);
    await openDetails(asha, /Going back to Vobiz/);
    await asha.modalReads(/@Asha Rao asked: “The desk has closed”/);
    await asha.modalReads(/@Ravi Menon approved/);
    await asha.closeModal();

    await press(asha, /Going back to Vobiz/, 'Keep it');
    await asha.reads(/✅ Bought/);
    await openDetails(asha, /✅ Bought/);
    await asha.modalReads(/@Asha Rao kept it/);
    await asha.closeModal();
    expect(playground.vobiz.ownedNumbers).toMatchObject([{ status: 'active' }]);

    await askToGiveBack(asha, 'Closed for good');
    await press(ravi, /Give it back\?/, 'Approve giving back');
    await ravi.reads(/You can undo that until/);
    const vobiz = await asha.openPanel('Vobiz');
    await vobiz.getByRole('button', { name: /^Release it now/ }).click();
    await asha.leap('A day later');
    await ravi.reads(/Given back · \+91[\s\S]*Vobiz has it back/);
    expect(await obstacles(ravi.page)).toEqual([]);
    expect(playground.vobiz.callsTo('releaseNumber')).toHaveLength(2);
    expect(playground.slack.unknownMethods).toEqual([]);
  });

  it('says no while the number is locked, and offers it again once it is unlocked', async () => {
    const { playground, asha, ravi } = await bought();

    await openDetails(ravi, /✅ Bought/);
    await ravi.inModal(/^Lock/);
    await ravi.modalReads(/^Locked\. Nobody can give/);
    expect(await obstacles(ravi.page)).toEqual([]);
    await ravi.inModal('Back');
    await ravi.modalReads(/Locked by @Ravi Menon/);
    expect(
      await ravi
        .dialog()
        .getByRole('button', { name: /^Give back/ })
        .count(),
    ).toBe(0);

    await openDetails(asha, /✅ Bought/);
    await asha.modalReads(/Locked by @Ravi Menon/);
    await asha.inModal(/^Unlock/);
    await asha.modalReads(/^Unlocked/);
    await asha.inModal('Back');
    await asha.inModal(/^Give back/);
    await asha.modalReads("Why don't you need it?");
    expect(playground.vobiz.callsTo('releaseNumber')).toEqual([]);
  });
});

function press(person: WindowPerson, card: string | RegExp, name: string | RegExp) {
  return person.message(card).getByRole('button', { name }).click();
}

async function openDetails(person: WindowPerson, card: RegExp): Promise<void> {
  await press(person, card, /^Details/);
  await person.modalReads('Timeline');
}

async function askToGiveBack(person: WindowPerson, why: string): Promise<void> {
  await openDetails(person, /✅ Bought/);
  await person.inModal(/^Give back/);
  await person.modalReads(/You can undo it for about 24 hours/);
  await person.fill(/Why don't you need it/, why);
  await person.inModal('Ask to give back');
  await person.modalReads(/^Sent to @finance or @Ravi Menon/);
  await person.closeModal();
}
