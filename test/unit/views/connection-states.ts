import {
  type Connection,
  connectFailureSchema,
} from '../../../src/domain/connection/connection.ts';
import { vendorReasonSchema } from '../../../src/domain/order/vendor-reason.ts';
import { T0 } from './views-support.ts';

/** Every state of a connection, and every way in which one can look different; `text` is what people and Vobiz wrote. */
export function everyConnection(text = 'Pune Support'): Connection[] {
  const common = {
    attempt: { id: 'att_1', by: 'U0REQUESTER', at: T0 },
    displayName: text.slice(0, 100),
    wabaId: '1911116896216319',
  };
  const channel = {
    ...common,
    channelId: 'c'.repeat(200),
    connectedAt: T0,
    review: 'pending',
    active: true,
    rotated: { by: 'U0APPROVER', at: T0 },
  } as const;
  const failed = { ...common, state: 'failed', at: T0 } as const;
  const reason = text.slice(0, 300);
  return [
    { ...common, state: 'connecting' },
    { ...common, state: 'unclear', why: 'server_error', since: T0 },
    { ...common, state: 'unclear', why: 'server_error', since: T0, lackingSince: T0 },
    ...connectFailureSchema.options.flatMap((failure): Connection[] => [
      { ...failed, failure },
      { ...failed, failure, reason },
    ]),
    ...vendorReasonSchema.options.map(
      (because): Connection => ({ ...failed, failure: 'refused', because, reason }),
    ),
    { ...channel, state: 'connected' },
    { ...channel, state: 'connected', review: 'unknown' },
    { ...channel, state: 'connected', review: 'missing' },
    { ...channel, state: 'connected', review: 'verified', active: false },
    { ...channel, state: 'live', review: 'verified', at: T0 },
    { ...channel, state: 'rejected', review: 'rejected', at: T0 },
    { ...common, state: 'disconnected', by: 'U0APPROVER', at: T0 },
  ];
}
