import { createIds, type Now, rfc3339 } from './clock.ts';
import type { Orders } from './orders.ts';
import { notFound, refusal } from './reply.ts';
import type { CreateChannelRequest, UpdateChannelRequest } from './requests.ts';
import type { Verifications } from './verifications.ts';

/** A WhatsApp channel as the vendor answers it. The access token is write-only and kept nowhere. */
export interface Channel {
  id: string;
  account_id: string;
  waba_id: string;
  phone_number_id: string;
  phone_number: string;
  number_onboarding_mode: string;
  number_provider: string;
  number_order_id: string | null;
  verification_status: 'verified' | 'pending' | 'rejected';
  display_name: string;
  business_profile: string;
  status: 'active' | 'inactive' | 'suspended';
  created_at: string;
  updated_at: string;
}

/** Published: the calls, the fields, and that an order must be completed first. Assumed: how a refusal looks. */
export function createChannels(
  options: { accountId: string; now: Now; metaReviewMs: number },
  orders: Orders,
  verifications: Verifications,
) {
  const { now } = options;
  const nextId = createIds('channel');
  const channels = new Map<string, Channel>();
  const reviews = new Map<string, number>();

  /** Meta's word is worked out when somebody looks: no timer to wait for. */
  function settleReviews(): void {
    for (const [id, dueAt] of reviews) if (dueAt <= now()) review(id, 'verified');
  }

  function review(id: string, verdict: Channel['verification_status']): Channel {
    const channel = known(id);
    reviews.delete(id);
    Object.assign(channel, { verification_status: verdict, updated_at: rfc3339(now()) });
    return { ...channel };
  }

  function known(id: string): Channel {
    const channel = channels.get(id);
    if (!channel) throw notFound('channel not found');
    return channel;
  }

  function requireRightToNumber(request: CreateChannelRequest): void {
    const { number_onboarding_mode: mode, number_order_id: orderId, phone_number } = request;
    if (mode === 'bring_your_own' && !verifications.isVerified(phone_number))
      throw refusal(409, 'NUMBER_NOT_VERIFIED', 'Verify this number before creating a channel');
    if (orderId === undefined) return;
    const order = orders.read(orderId);
    if (order.status !== 'completed')
      throw refusal(409, 'ORDER_NOT_COMPLETED', `The number order is ${order.status}`);
    if (order.selected_phone_number !== phone_number)
      throw refusal(409, 'ORDER_NUMBER_MISMATCH', 'The order is for another number');
  }

  return {
    list(): Channel[] {
      settleReviews();
      return [...channels.values()].map((channel) => ({ ...channel }));
    },
    /** Meta decides about a channel; until then, or until `metaReviewMs` is over, it is `pending`. */
    review,
    /** What the vendor makes of a channel later. */
    setStatus(id: string, status: Channel['status']): void {
      Object.assign(known(id), { status, updated_at: rfc3339(now()) });
    },
    create(request: CreateChannelRequest): Channel {
      requireRightToNumber(request);
      if ([...channels.values()].some((other) => other.phone_number === request.phone_number))
        throw refusal(409, 'CHANNEL_EXISTS', 'This number already has a channel');
      const at = rfc3339(now());
      const channel: Channel = {
        id: nextId(),
        account_id: options.accountId,
        waba_id: request.waba_id,
        phone_number_id: request.phone_number_id ?? '',
        phone_number: request.phone_number,
        number_onboarding_mode: request.number_onboarding_mode,
        number_provider: request.number_provider,
        number_order_id: request.number_order_id ?? null,
        verification_status: 'pending',
        display_name: request.display_name,
        business_profile: '',
        status: 'active',
        created_at: at,
        updated_at: at,
      };
      channels.set(channel.id, channel);
      reviews.set(channel.id, now() + options.metaReviewMs);
      return { ...channel };
    },
    update(id: string, request: UpdateChannelRequest): Channel {
      const channel = known(id);
      if (request.display_name !== undefined) channel.display_name = request.display_name;
      channel.updated_at = rfc3339(now());
      return { ...channel };
    },
    remove(id: string): void {
      channels.delete(known(id).id);
      reviews.delete(id);
    },
  };
}
