import { type Connectable, onboardingOf } from '../../domain/connection/connectable.ts';
import { type ChannelSeen, hasChannel } from '../../domain/connection/connection.ts';

/** The channel of a record in Vobiz's list: by its id once it is known, before that by order or number. */
export function channelOf(
  record: Connectable,
  channels: readonly ChannelSeen[],
): ChannelSeen | undefined {
  const { connection } = record;
  if (hasChannel(connection)) return channels.find(({ id }) => id === connection.channelId);
  const onboarding = onboardingOf(record);
  const orderId = onboarding.mode === 'buy_from_vobiz' ? onboarding.orderId : undefined;
  return (
    channels.find((channel) => orderId !== undefined && channel.orderId === orderId) ??
    channels.find(({ e164 }) => e164 === onboarding.e164)
  );
}
