import { expect, it, vi } from 'vitest';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { createStores } from '../../../src/app/storage.ts';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { createKeys } from '../../../src/store/keys.ts';
import {
  boughtNumber,
  created,
  metaTokens,
  submitConnect,
  UNDECIDED,
  verifiedNumber,
  WABA,
} from '../../support/connecting.ts';
import {
  cardShows,
  idIn,
  press,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { OFTEN } from '../../support/watching.ts';
import {
  APPROVALS,
  ASHA,
  OPS,
  startBot,
  startWorld,
  type World,
  type WorldOptions,
} from '../../support/world.ts';

const refusal = (status: number, message: string, code = 'CHANNEL_ERROR'): Fault => ({
  kind: 'status',
  status,
  body: { status: 'error', error: { code, message } },
});

async function start(options: WorldOptions = {}): Promise<World> {
  const env = { ...(await metaTokens()), VOBIZ_STALE_GRACE_MS: '400', ...options.env };
  return startWorld({ vobiz: { ...UNDECIDED, ...options.vobiz }, env });
}

it.each<[string, Fault, RegExp]>([
  ['a token Meta does not take', refusal(400, 'Invalid Access Token'), /doesn't accept the access/],
  ['a 401 while our own credentials work', refusal(401, 'Unauthorized'), /doesn't accept the acc/],
  [
    'a number Meta does not find',
    refusal(404, 'Phone Number Not Found'),
    /Check the phone-number ID/,
  ],
  ['an account the token does not reach', refusal(403, 'WABA Not Accessible'), /Check the WABA ID/],
  [
    'a number with another provider',
    refusal(409, 'The number is registered with another provider'),
    /still with another provider/,
  ],
  [
    'an order Vobiz has not completed',
    refusal(409, 'The number order is pending', 'ORDER_NOT_COMPLETED'),
    /hasn't completed the order yet/,
  ],
  [
    'anything else, in its own words',
    refusal(422, 'display_name is too generic'),
    /refused to connect.*Vobiz says: “display_name is too generic”.*Check the ids/,
  ],
])('says what to do about %s, and lets it be tried again', async (_name, fault, says) => {
  const world = await start();
  const card = await boughtNumber(world);
  world.vobiz.faults.next('createChannel', fault);
  await submitConnect(world, card);
  await viewShows(world, ASHA, says);
  const failed = await cardShows(world, APPROVALS, says);
  expect(textOf(failed)).toMatch(/❗ Not connected · .*Connect again/);
  await world.slack.as(ASHA).close();
  await submitConnect(world, failed);
  await cardShows(world, APPROVALS, SAYS.inReview);
  expect(created(world)).toHaveLength(2);
});

it.each<[string, Fault, Record<string, string>]>([
  ['a server error', { kind: 'status_after', status: 502 }, {}],
  ['a broken connection', { kind: 'reset_after' }, {}],
  ['silence', { kind: 'hang_after' }, { VOBIZ_CHANNEL_TIMEOUT_MS: '500' }],
  ['an answer that cannot be read', { kind: 'truncated', cut: 'body' }, {}],
])(
  'finds the channel in the list after %s, and does not create it again',
  async (_n, fault, env) => {
    const world = await start({ env });
    const card = await verifiedNumber(world);
    world.vobiz.faults.next('createChannel', fault);
    await submitConnect(world, card);
    await viewShows(world, ASHA, /Connection unconfirmed.*shows in Vobiz's list of channels/);
    await cardShows(world, OPS, SAYS.inReview);
    await sweptTwice(world);
    expect(created(world)).toHaveLength(1);
  },
);

it.each<[string, Fault]>([
  ['has more pages', { kind: 'status', status: 200, body: { items: [], has_more: true } }],
  ['has an entry nobody can read', { kind: 'status', status: 200, body: { items: [null] } }],
])('creates nothing while a list of channels that lacks the number %s', async (_name, part) => {
  const world = await start();
  const card = await boughtNumber(world);
  world.vobiz.faults.always('channels', part);
  await submitConnect(world, card);
  const failed = await cardShows(world, APPROVALS, /list of channels, so nothing was sent/);
  expect(created(world)).toEqual([]);
  world.vobiz.faults.clear('channels');
  await world.slack.as(ASHA).close();
  await submitConnect(world, failed);
  await cardShows(world, APPROVALS, SAYS.inReview);
  expect(created(world)).toHaveLength(1);
});

it('takes an unclear request as not carried out only when lists go on showing no channel, and says so', async () => {
  const world = await start({ env: OFTEN });
  const card = await boughtNumber(world);
  const list = world.vobiz.faults.hold('channels');
  list.release();
  world.vobiz.faults.next('createChannel', { kind: 'status', status: 503 });
  await submitConnect(world, card);
  await viewShows(world, ASHA, /can't tell whether it's connected/);
  await cardShows(world, APPROVALS, /Vobiz doesn't list it so far/);
  const failed = await cardShows(
    world,
    APPROVALS,
    /lists no channel for this number.*Connect again/,
  );
  await vi.waitFor(
    () =>
      expect(world.slack.thread(APPROVALS, card.ts).map(textOf).join()).toMatch(/Not connected/),
    5_000,
  );
  await world.slack.as(ASHA).close();
  await submitConnect(world, failed);
  await cardShows(world, APPROVALS, SAYS.inReview);
  expect(world.vobiz.channels).toHaveLength(1);
});

it('sends nothing when Vobiz does not say which channels there are', async () => {
  const world = await start();
  const card = await boughtNumber(world);
  world.vobiz.faults.always('channels', { kind: 'status', status: 500 });
  await submitConnect(world, card);
  await viewShows(world, ASHA, /nothing was sent\. Try again/);
  expect(created(world)).toEqual([]);
});

it('takes over a channel that stands already', async () => {
  const world = await start();
  const card = await verifiedNumber(world);
  world.vobiz.createChannel({
    waba_id: WABA,
    phone_number_id: '974161339121558',
    phone_number: '+919876501234',
    number_onboarding_mode: 'bring_your_own',
    number_provider: 'meta_direct',
    access_token: 'not kept',
    display_name: 'From the console',
  });
  await submitConnect(world, card);
  await cardShows(world, OPS, SAYS.inReview);
  expect(created(world)).toEqual([]);
});

it('tells of a rejection with what to do, and goes on when Meta changes its mind', async () => {
  const world = await start();
  const card = await boughtNumber(world);
  await submitConnect(world, card);
  await cardShows(world, APPROVALS, SAYS.inReview);
  const id = world.vobiz.channels[0]?.id ?? '';
  world.vobiz.reviewChannel(id, 'rejected');
  const rejected = await cardShows(world, APPROVALS, /Rejected by Meta · .*WhatsApp Manager/);
  const told = () => [
    ...world.slack.thread(APPROVALS, card.ts),
    ...world.slack.directMessages(ASHA),
  ];
  const news = (word: RegExp) => told().filter((one) => word.test(textOf(one)));
  await vi.waitFor(() => expect(news(/Rejected by Meta/)).toHaveLength(1), 5_000);
  await world.slack.as(ASHA).close();
  const aPage = { items: [], has_more: true };
  world.vobiz.faults.always('channels', { kind: 'status', status: 200, body: aPage });
  await press(world, ASHA, rejected, buttons.checkChannel);
  await toldPrivately(world, ASHA, /No news from Meta yet/);
  world.vobiz.faults.clear('channels');
  world.vobiz.reviewChannel(id, 'verified');
  await press(world, ASHA, rejected, buttons.checkChannel);
  await cardShows(world, APPROVALS, SAYS.live);
  await vi.waitFor(() => expect(news(SAYS.live)).toHaveLength(1), 5_000);
});

it('follows through a restart, and turns a request that was cut off into what the list shows', async () => {
  const world = await start();
  const card = await boughtNumber(world);
  await submitConnect(world, card);
  await cardShows(world, APPROVALS, SAYS.inReview);
  await world.bot.stop();
  await cutOff(world, idIn(card));
  world.vobiz.reviewChannel(world.vobiz.channels[0]?.id ?? '', 'verified');
  await startBot(world, { VOBIZ_CHANNEL_TIMEOUT_MS: '500', VOBIZ_READ_TIMEOUT_MS: '500' });
  await cardShows(world, APPROVALS, SAYS.live);
  expect(created(world)).toHaveLength(1);
});

/** What a crash between sending the request and writing down its answer leaves behind. */
async function cutOff(world: World, id: string): Promise<void> {
  const { orders } = createStores(redisOfRun(), createKeys(world.env.REDIS_PREFIX ?? ''), {
    info: () => {},
    warn: () => {},
  });
  const order = await orders.get({ team: world.slack.workspace.team.id, id });
  if (order?.state !== 'completed' || !order.connection) throw new Error('no connection');
  const { attempt, wabaId, displayName } = order.connection;
  const connection = { state: 'connecting', attempt, wabaId, displayName } as const;
  const revision = order.revision + 1;
  const next: Order = { ...order, revision, connection };
  await orders.save(next, auditEntry('test', { job: 'test' }, order, next, next.updatedAt));
}
