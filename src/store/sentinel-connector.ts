import { type Redis, type SentinelConnectionOptions, SentinelConnector } from 'ioredis';

/** What ioredis keeps to itself, and has no option for. */
type Private = {
  connectToSentinel: (...args: unknown[]) => Redis;
  failoverDetector: { cleanup(): void } | null;
};

/**
 * The connector of ioredis without two faults of listening for failovers:
 *
 * - What hears of a failover closes whatever the connector is doing. While that is looking for a master, the connection ends
 *   for good, and a failover is just when it looks. So the old listener is dropped before the look.
 * - The connections it listens on have no listener for errors, and ioredis prints those with their stack while a sentinel is
 *   away. They need none: there are other sentinels, and it connects again.
 */
export class SteadySentinelConnector extends SentinelConnector {
  constructor(options: unknown) {
    super(sentinelOptions(options));
    const inner = privateOf(this);
    const connectToSentinel = inner.connectToSentinel.bind(this);
    inner.connectToSentinel = (...args) => connectToSentinel(...args).on('error', () => {});
  }

  override connect(
    ...args: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    privateOf(this).failoverDetector?.cleanup();
    return super.connect(...args);
  }
}

/** ioredis hands its options over untyped; it makes this connector only where they have sentinels. */
function sentinelOptions(options: unknown): SentinelConnectionOptions {
  return options as SentinelConnectionOptions;
}

/** The types of ioredis call these private. */
function privateOf(connector: SentinelConnector): Private {
  return connector as unknown as Private;
}
