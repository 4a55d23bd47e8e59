import { describe, expect, it } from 'vitest';
import { readConnectFailure } from '../../../src/vobiz/failed-calls.ts';
import {
  answer,
  brokenOff,
  clientFor,
  everythingIn,
  failure,
  patience,
  type Reply,
  reset,
  silence,
  startWire,
} from '../../support/vobiz-wire.ts';

const META = 'EAAwire1234567890secret';
const CHANNEL = {
  mode: 'bring_your_own',
  e164: '+919876543210',
  wabaId: '1911116896216319',
  phoneNumberId: '974161339121558',
  displayName: 'Pune Support',
  accessToken: META,
} as const;
const MADE = {
  id: 'ch_1',
  phone_number: CHANNEL.e164,
  verification_status: 'pending',
  status: 'active',
  display_name: 'Pune Support',
};
const OUR_CREDENTIALS_WORK = answer(200, { auth_id: 'MA_TEST' });

/** Creates one channel against a far side that always does `reply`; other paths say that our credentials work. */
async function create(reply: Reply, account: Reply = OUR_CREDENTIALS_WORK) {
  const wire = await startWire(({ path }) => (path.includes('/channels/') ? reply : account));
  const client = clientFor(wire.url, { channelTimeoutMs: patience(reply) });
  const posts = () => wire.requests.filter(({ method }) => method === 'POST');
  return { posts, creating: client.createChannel(CHANNEL) };
}

describe('creating a channel', () => {
  it('sends the published request once', async () => {
    const { posts, creating } = await create(answer(201, MADE));
    expect(await creating).toMatchObject({ id: 'ch_1', verification: 'pending', status: 'active' });
    expect(posts().map(({ body }) => JSON.parse(body))).toEqual([
      {
        number_onboarding_mode: 'bring_your_own',
        number_provider: 'meta_direct',
        phone_number: CHANNEL.e164,
        phone_number_id: CHANNEL.phoneNumberId,
        waba_id: CHANNEL.wabaId,
        display_name: 'Pune Support',
        access_token: META,
      },
    ]);
  });

  it.each<[string, Reply, string]>([
    ['a server error', answer(503, { error: `busy with ${META}` }), 'server_error'],
    ['a reset', reset, 'no_answer'],
    ['silence', silence, 'no_answer'],
    ['half a body', brokenOff(201, '{"id":'), 'unreadable_answer'],
    ['a success without an id', answer(201, { access_token: META }), 'unreadable_answer'],
  ])('does not repeat it after %s, whose outcome is unknown', async (_name, reply, why) => {
    const { posts, creating } = await create(reply);
    const error = await failure(creating);
    expect(readConnectFailure(error)).toMatchObject({ sent: 'maybe', why });
    expect(posts()).toHaveLength(1);
    expect(everythingIn(error)).not.toContain('EAA');
  });

  it.each<[number, string, string]>([
    [400, 'Invalid Access Token', 'invalid_token'],
    [401, 'Error validating access token: Session has expired', 'invalid_token'],
    [401, 'Unauthorized', 'invalid_token'],
    [404, 'Phone Number Not Found', 'number_not_found'],
    [403, 'WABA Not Accessible', 'waba_not_accessible'],
    [403, 'Forbidden', 'waba_not_accessible'],
    [409, 'This number already has a channel', 'number_elsewhere'],
    [400, 'Number is registered with another BSP', 'number_elsewhere'],
    [409, 'The number order is pending', 'order_not_completed'],
    [409, 'Verify this number before creating a channel', 'number_not_verified'],
    [422, 'display_name is too generic', 'refused'],
    [429, 'Too many requests', 'rate_limited'],
  ])('reads %i %s as %s', async (status, message, kind) => {
    const { creating } = await create(answer(status, { error: { code: 'X', message } }));
    expect(readConnectFailure(await failure(creating))).toMatchObject({
      sent: 'no',
      failure: kind,
    });
  });

  it('blames our own credentials when they do not work anywhere', async () => {
    const denied = answer(401, { error: { code: 401, message: 'Invalid token' } });
    const { creating } = await create(denied, denied);
    expect(readConnectFailure(await failure(creating))).toMatchObject({ failure: 'credentials' });
  });

  it('keeps the token out of what it throws, also when it is repeated cut short', async () => {
    const echo = `token ${META} and ${META.slice(0, 10)} are odd`;
    const { creating } = await create(answer(422, { error: echo }));
    const error = await failure(creating);
    expect(everythingIn(error)).not.toContain('EAA');
    expect(readConnectFailure(error)).toMatchObject({
      reason: 'token [removed] and [removed] are odd',
    });
  });
});

it.each([
  '404 page not found\n',
  { message: 'no Route matched with those values' },
  { error: 'not_found', message: 'account not found' },
  { error: { code: 404, message: 'Unknown endpoint' } },
])('takes no channel for deleted where something else is not there: %j', async (body) => {
  const wire = await startWire(() => answer(404, body));
  const error = await failure(clientFor(wire.url).deleteChannel('ch_1'));
  expect(error).toMatchObject({ code: 'vobiz_refused' });
});

it('takes no change from an answer about another channel, and one in an envelope of its own id', async () => {
  const replies = [
    { ...MADE, id: 'ch_2' },
    { id: 'req_1', data: MADE },
  ];
  const wire = await startWire(() => answer(200, replies.shift()));
  const rename = () => clientFor(wire.url).updateChannel('ch_1', { displayName: 'Pune' });
  expect(await failure(rename())).toMatchObject({ code: 'vobiz_unreadable', sent: 'maybe' });
  expect(await rename()).toMatchObject({ id: 'ch_1' });
});

it('takes a channel that is not there any more for deleted', async () => {
  const wire = await startWire(() => answer(404, { error: 'not_found' }));
  await expect(clientFor(wire.url).deleteChannel('ch/1')).resolves.toBeUndefined();
  expect(wire.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /api/v1/messaging/channels/whatsapp/ch%2F1',
  ]);
});
