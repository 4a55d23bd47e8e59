import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startMetaStandIn } from '../../sandbox/meta/graph.ts';
import { buttons } from '../../src/slack/ids.ts';
import { hasBrowser, useBrowser, WAIT_MS } from '../support/browser.ts';
import { META_TOKEN, metaTokens, WABA } from '../support/connecting.ts';
import { policyFile } from '../support/policy.ts';

describe.skipIf(!hasBrowser)('asking for a number in the playground', () => {
  const browser = useBrowser();

  it('goes from the search to a number that is bought', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');

    await asha.requestNumber('Support line in Pune');
    await ravi.message('Support line in Pune').getByRole('button', { name: 'Approve' }).click();
    const vobiz = await ravi.openPanel('Vobiz');
    await vobiz.getByRole('button', { name: 'Complete now' }).click();

    await asha.reads(/✅ Bought · \+91/);
    expect(await asha.page.getByRole('main').getByRole('button', { name: 'Approve' }).count()).toBe(
      0,
    );
    expect(playground.vobiz.orders).toMatchObject([{ status: 'completed' }]);
    expect(playground.slack.unknownMethods).toEqual([]);
  });

  it('asks for several numbers at once: the cheapest, and one that was picked', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');

    await asha.command('/vobiz-number search IN MH');
    await asha.inModal(/^Several/);
    await asha.fill(/How many/, '3');
    await asha.fill(/Highest price each/, '740');
    await asha.inModal('Next');
    await asha.modalReads(/3 numbers in India/);
    await asha.modalReads('₹1,300 (₹500 setup + ₹800)');
    await asha.inModal('Back to results');
    await asha.inModal(/^Several/);
    await asha.fill(/How many/, '3');
    await asha.choose(/Numbers to include/, '+91 98765 43210 · ₹750 now · Maharashtra');
    await asha.inModal('Next');
    await asha.modalReads(/3 numbers in India[\s\S]*\+91 98765 43210/);
    await asha.fill(/What is it for/, 'Pune support desk');
    await asha.inModal('Send for approval');
    await asha.dialog().waitFor({ state: 'detached' });
    await asha.reads(/Sent to #numbers-approvals/);
    await asha.reads('Pune support desk');
    expect(playground.slack.unknownMethods).toEqual([]);
  });

  it('takes a number from the search to live on WhatsApp', async () => {
    const meta = await startMetaStandIn({ wabaId: WABA, token: META_TOKEN });
    onTestFinished(meta.stop);
    const env = { ...(await metaTokens()), META_GRAPH_URL: meta.url };
    const playground = await browser.open({ vobiz: { completeAfterMs: 0, metaReviewMs: 0 }, env });
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');

    await asha.requestNumber('Bookings');
    await ravi.message('Bookings').getByRole('button', { name: 'Approve' }).click();
    await asha.message('Bookings').getByRole('button', { name: 'Connect to WhatsApp' }).click();
    await asha.fill('Display name', 'Bookings of Pune');
    await asha.inModal('Connect number');
    await asha.modalReads(/Meta is reviewing the number|Live on WhatsApp/);
    await asha.closeModal();

    await ravi.reads(/Live on WhatsApp[\s\S]*Bookings/);
    expect(playground.vobiz.channels).toHaveLength(1);

    meta.put(playground.vobiz.ownedNumbers[0]?.e164 ?? '', { quality_rating: 'RED' });
    await asha.command('/vobiz-number numbers');
    await asha.inModal(/Details/);
    await asha.modalReads(/What Meta says[\s\S]*waits for Meta's review[\s\S]*Quality: low/);
  });

  it('adopts a number that was bought outside Slack', async () => {
    const playground = await browser.open();
    playground.vobiz.addOwnedNumber({ e164: '+919845678901', setup_fee: 500, monthly_fee: 250 });
    const ravi = await playground.as('ravi');

    await ravi.command('/vobiz-number numbers');
    await ravi.modalReads(/98456 78901[\s\S]*Not bought here/);
    await ravi.inModal(/Details/);
    await ravi.modalReads(/nobody here owns or watches it/);
    await ravi.inModal(/Adopt it/);
    await ravi.fill(/What is it for/, 'The old hotline');
    await ravi.inModal('Adopt');
    await ravi.modalReads(/has its card in #numbers-approvals/);
    await ravi.closeModal();
    await ravi.reads(/Adopted · \+91 98456 78901[\s\S]*The old hotline/);
    expect(playground.slack.unknownMethods).toEqual([]);
  });

  it('needs both of two approvers where the policy says so', async () => {
    const rules = [
      { approvals: [{ from: { users: ['U0RAVI'] } }, { from: { groups: ['S0FINANCE'] } }] },
    ];
    const env = await policyFile({ rules });
    const playground = await browser.open({ env });
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');
    const meera = await playground.as('meera');

    await asha.requestNumber('Embassy desk');
    await ravi.message('Embassy desk').getByRole('button', { name: 'Approve' }).click();
    await meera.reads(/Embassy desk[\s\S]*1 of 2 approvals/);
    expect(playground.vobiz.orders).toEqual([]);
    await meera.message('Embassy desk').getByRole('button', { name: 'Approve' }).click();

    await asha.reads(/Approved by @Ravi Menon and @Meera Iyer/);
    const vobiz = await asha.openPanel('Vobiz');
    await vobiz.getByRole('button', { name: 'Complete now' }).click();
    await asha.reads(/✅ Bought · \+91/);
  });

  it('ends with the reason of the person who denied it', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');

    await asha.requestNumber('A second fax');
    await ravi.message('A second fax').getByRole('button', { name: 'Deny' }).click();
    await ravi.inModal('Deny');
    await ravi.dialog().getByText('Please complete this required field.').waitFor();
    await ravi.fill(/Why not/, 'We have one already');
    await ravi.inModal('Deny');

    await asha.reads(/🚫 Denied · \+91[\s\S]*We have one already/);
    expect(playground.vobiz.orders).toEqual([]);
  });

  it('lets the first of two approvers decide and tells the second who did', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');
    const meera = await playground.as('meera');
    await asha.requestNumber('Sales line');

    const approveAs = (person: typeof ravi) =>
      person.message('Sales line').getByRole('button', { name: 'Approve' }).click();
    // Both see the buttons; Slack takes the second click although the first has been handled by then.
    const card = playground.slack.messages('C0APPROVALS').at(-1);
    await approveAs(ravi);
    if (!card) throw new Error('no card');
    await playground.slack
      .as('U0MEERA')
      .click(card, { actionId: buttons.approve.id }, { asShown: true });

    await meera.reads(/Only visible to you[\s\S]*@Ravi Menon[\s\S]*Your click changed nothing/);
    await vi.waitFor(() => expect(playground.vobiz.orders).toHaveLength(1), WAIT_MS);
  });

  it('refuses a colleague who may not decide, and the requester', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    const dev = await playground.as('dev');
    await asha.requestNumber('Hotline');

    await dev.message('Hotline').getByRole('button', { name: 'Approve' }).click();
    await dev.reads(/Only visible to you[\s\S]*You can't decide this request/);
    await asha.message('Hotline').getByRole('button', { name: 'Approve' }).click();
    await asha.reads(/Only visible to you[\s\S]*You can't decide your own request/);

    expect(await dev.page.getByText("You can't decide your own request").count()).toBe(0);
    expect(playground.vobiz.orders).toEqual([]);
  });
});
