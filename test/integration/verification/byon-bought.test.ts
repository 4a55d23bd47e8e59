import { expect, it } from 'vitest';
import { inputs } from '../../../src/slack/inputs.ts';
import {
  approve,
  cardShows,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { APPROVALS, ASHA, COMMAND, OPS, startWorld } from '../../support/world.ts';

const CALL_CHOSEN = /"initial_option":\{"text":\{"type":"plain_text","text":"Voice call"/;

it('has the code for a number that was bought from Vobiz come by call, and says why', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  const [owned] = world.vobiz.ownedNumbers;
  const phone = owned?.e164 ?? '';
  const asha = world.slack.as(ASHA);
  await asha.command(OPS, COMMAND, `byon ${phone}`);
  const form = await viewShows(world, ASHA, /Vobiz sold you this number \(ord_.*can't get text/);
  expect(textOf(form)).toMatch(CALL_CHOSEN);

  await asha.select(form, { blockId: inputs.method.blockId, value: 'sms' });
  const refused = await asha.submit();
  expect(JSON.stringify(refused.ackBody)).toMatch(/"method":".*so choose a voice call/);
  await asha.select(form, { blockId: inputs.method.blockId, value: 'voice' });
  await asha.submit();
  await cardShows(world, OPS, /By voice call/);
  const sent = world.vobiz.callsTo('verify').map(({ body }) => body);
  expect(sent).toEqual([{ phone_number: phone, verification_method: 'voice' }]);
});

it('knows a number as bought also when it was typed into the empty form', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  const asha = world.slack.as(ASHA);
  await asha.command(OPS, COMMAND, 'byon');
  const form = await viewShows(world, ASHA, /phone_text/);
  await asha.type(form, { blockId: inputs.phone.blockId }, world.vobiz.ownedNumbers[0]?.e164 ?? '');
  const refused = await asha.submit();
  expect(JSON.stringify(refused.ackBody)).toContain("can't get text messages");
  expect(world.vobiz.callsTo('verify')).toEqual([]);
});
