import { describe, expect, it } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { cardShows, narrow, toldPrivately, viewShows } from '../../support/journeys.ts';
import { APPROVALS, ASHA, COMMAND, startWorld } from '../../support/world.ts';

describe.each(['http', 'socket'])('with SLACK_MODE=%s', (mode) => {
  it('two clicks and one typed line lead from the command to a sent request', async () => {
    const world = await startWorld({ env: { SLACK_MODE: mode } });
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search');
    const results = await viewShows(world, ASHA, /Choose/);
    await asha.click(results, { actionId: buttons.choose.id, index: 0 });
    const form = await viewShows(world, ASHA, /Send for approval/);
    await asha.type(form, { blockId: inputs.purpose.blockId }, 'Pune support desk');
    await asha.submit();
    await cardShows(world, APPROVALS, /Pune support desk/);
    await toldPrivately(
      world,
      ASHA,
      /Sent to <#C0APPROVALS>\. We'll message you when it's decided/,
    );
    expect(world.slack.openView(ASHA)).toBeUndefined();
    const did = world.slack.deliveries.filter(({ userId }) => userId === ASHA);
    expect(did.map(({ type, transport }) => [type, transport])).toEqual([
      ['slash_command', mode],
      ['block_actions', mode],
      ['view_submission', mode],
    ]);
  });

  it('the menus of the search are answered, and a city leads to its region', async () => {
    const world = await startWorld({ env: { SLACK_MODE: mode } });
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search US');
    await viewShows(world, ASHA, /15 numbers/);
    await narrow(world, ASHA, inputs.country, 'Maharashtra, India', 'mumbai');
    await viewShows(world, ASHA, /8 numbers ·.*Choose/);
    const asked = world.slack.deliveries.filter(({ type }) => type === 'block_suggestion');
    expect(asked).toMatchObject([{ transport: mode, ackStatus: 200 }]);
    expect(asked[0]?.error).toBeUndefined();
  });
});
