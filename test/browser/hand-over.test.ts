import { describe, expect, it } from 'vitest';
import { obstacles } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';

describe.skipIf(!hasBrowser)('asking for an unused number in the playground', () => {
  const browser = useBrowser();

  /** Dev, with a phone, has asked for a number that Asha has not used for two weeks; she reads it in her messages. */
  async function asked() {
    const playground = await browser.open({ vobiz: { completeAfterMs: 0 } });
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');
    await asha.requestNumber('Pune support desk');
    await ravi
      .message('Pune support desk')
      .getByRole('button', { name: /^Approve/ })
      .click();
    await ravi.reads(/✅ Bought/);
    await ravi.leap('Two weeks later');

    const dev = await playground.as('dev', 'ops', { width: 390 });
    await dev.command('/vobiz-number search IN');
    await dev.modalReads(/Your team has 1 unused number/);
    expect(await obstacles(dev.page)).toEqual([]);
    await dev.inModal(/^Ask for it/);
    await dev.modalReads(/We ask @Asha Rao to hand it over to you/);
    await dev.fill(/What do you need it for/, 'Delhi sales');
    expect(await obstacles(dev.page)).toEqual([]);
    await dev.inModal('Ask');
    await dev.modalReads(/@Asha Rao has until .* to answer/);
    expect(await obstacles(dev.page)).toEqual([]);
    await dev.closeModal();

    const owner = await playground.as('asha', 'messages', { width: 390 });
    await owner.reads(/@Dev Shah asks for \+91[\s\S]*Nobody uses it[\s\S]*Delhi sales/);
    expect(await obstacles(owner.page)).toEqual([]);
    const news = await playground.as('dev', undefined, { width: 390 });
    await news
      .message(/✅ Bought/)
      .getByRole('button', { name: /repl/ })
      .click();
    return { playground, ravi, owner, news };
  }

  it('makes it theirs once its owner hands it over', async () => {
    const { playground, ravi, owner, news } = await asked();

    await owner
      .message('Delhi sales')
      .getByRole('button', { name: /^Hand over/ })
      .click();
    await owner.reads(/You handed it over|handed it over/);
    await news.reads(/@Dev Shah, @Asha Rao made you the owner of \+91/);
    expect(await obstacles(news.page)).toEqual([]);
    await ravi
      .message(/✅ Bought/)
      .getByRole('button', { name: /^Details/ })
      .click();
    await ravi.modalReads(/Owned by @Dev Shah/);
    expect(playground.slack.unknownMethods).toEqual([]);
  });

  it('leaves it with an owner who declines, and says why', async () => {
    const { ravi, owner, news } = await asked();

    await owner
      .message('Delhi sales')
      .getByRole('button', { name: /^Decline/ })
      .click();
    await owner.fill(/^Why/, 'We need it in March');
    await owner.inModal('Decline');
    await owner.dialog().getByRole('heading', { name: 'Hand over' }).waitFor();
    await news.reads(
      /@Dev Shah, you asked for \+91[\s\S]*@Asha Rao declined[\s\S]*We need it in March/,
    );
    expect(await obstacles(news.page)).toEqual([]);
    await ravi
      .message(/✅ Bought/)
      .getByRole('button', { name: /^Details/ })
      .click();
    await ravi.modalReads(/Owned by @Asha Rao/);
  });
});
