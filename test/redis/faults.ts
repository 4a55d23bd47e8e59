import type { RedisServer } from '../support/redis-servers/server.ts';

/** Servers of which one is the master of everything that has a key like this. */
export type Replicated = {
  url: string;
  replicas: number;
  failover(key: string): Promise<void>;
  master(key: string): Promise<{ server: RedisServer }>;
  promoted(before: { server: RedisServer }, key: string): Promise<void>;
};

/** What happens to the master; each resolves when the fault is over. */
export const FAULTS: readonly [
  what: string,
  fault: (setup: Replicated, key: string) => Promise<void>,
][] = [
  ['fails over in good order', (setup, key) => setup.failover(key)],
  [
    'is killed, and comes back as it was',
    async (setup, key) => {
      const master = await setup.master(key);
      await master.server.kill();
      await setup.promoted(master, key);
      await master.server.start();
    },
  ],
  [
    'hangs, and goes on when another one has taken its place',
    async (setup, key) => {
      const master = await setup.master(key);
      master.server.freeze();
      await setup.promoted(master, key);
      master.server.thaw();
    },
  ],
];
