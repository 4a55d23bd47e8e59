import { expect, it } from 'vitest';
import { indexChannels } from '../../../src/domain/connection/connection.ts';
import { readChannels } from '../../../src/vobiz/channels.ts';
import { inChannels } from '../../../src/vobiz/sightings.ts';

const sought = { orderId: 'o-1', e164: '+919876543210', placedAt: 0 };
const MORE = { has_more: true };

it.each<[finding: string, what: string, body: object]>([
  ['not_found', 'a whole list lacks it', { items: [{ id: 'c-1' }] }],
  ['unreadable', 'a list with more pages lacks it', { items: [{ id: 'c-1' }], ...MORE }],
  ['unreadable', 'a list lacks it and has what nobody can read', { items: [null] }],
  [
    'connected',
    'part of a list has it',
    { items: [{ id: 'c-1', number_order_id: 'o-1' }], ...MORE },
  ],
  [
    'same_number_connected',
    'part of a list has its number',
    { items: [{ id: 'c-1', phone_number: '+919876543210' }], ...MORE },
  ],
])('finds %s where %s', (finding, _what, body) => {
  const list = readChannels(JSON.stringify(body));
  expect(list && inChannels(indexChannels(list), sought)).toMatchObject({ finding });
});
