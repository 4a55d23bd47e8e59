import { createChannels } from './channels.ts';
import type { Now } from './clock.ts';
import { createInventory, type InventoryNumber } from './inventory.ts';
import { seedInventory } from './inventory-seed.ts';
import { createLedger } from './ledger.ts';
import { createOrders } from './orders.ts';
import { createOwnedNumbers } from './owned-numbers.ts';
import { createVerifications } from './verifications.ts';
import { createWallet } from './wallet.ts';

export interface StateOptions {
  /** The clock that orders and codes are read against. Default: the real one. */
  now?: Now;
  /** The numbers for sale. Default: 40 Indian and 15 American ones. */
  inventory?: readonly InventoryNumber[];
  /** Opening balances in major units. Default: 100000 INR and 2000 USD. */
  balances?: Readonly<Record<string, number>>;
  /** How long an order stays `pending`, in ms. Default 3000; 0 answers `completed` at once; Infinity never. */
  completeAfterMs?: number;
  /** Whether completed orders appear among the owned numbers. Default true. */
  listOrdersInOwnedNumbers?: boolean;
  /** How long a release can be undone, in ms. Default 24 hours. */
  releaseAfterMs?: number;
  /** Whether a released number stays in the list. Default true. */
  listsReleased?: boolean;
  /** What an order does when its preferred number is gone. Default `refuse` (409). */
  whenPreferredIsGone?: 'refuse' | 'substitute';
  /** How long a code is valid, in ms. Default ten minutes. */
  otpTtlMs?: number;
  /** Wrong codes taken before 429. Default 5. */
  maxWrongTries?: number;
  otpSeed?: string;
  /** How long Meta reviews a new channel before it is `verified`, in ms. Default 5000; Infinity: until a test decides. */
  metaReviewMs?: number;
}

export type State = ReturnType<typeof createState>;

/** Everything the vendor would remember about one account. */
export function createState(accountId: string, options: StateOptions) {
  const now = options.now ?? Date.now;
  const inventory = createInventory(options.inventory ?? seedInventory());
  const ledger = createLedger({ accountId, now });
  const wallet = createWallet(options.balances ?? { INR: 100_000, USD: 2_000 }, ledger);
  const orders = createOrders(
    {
      accountId,
      now,
      completeAfterMs: options.completeAfterMs ?? 3_000,
      whenPreferredIsGone: options.whenPreferredIsGone ?? 'refuse',
    },
    inventory,
    wallet,
  );
  const verifications = createVerifications({
    now,
    otpTtlMs: options.otpTtlMs ?? 600_000,
    maxWrongTries: options.maxWrongTries ?? 5,
    otpSeed: options.otpSeed ?? 'sandbox',
  });
  const listOrders = options.listOrdersInOwnedNumbers ?? true;
  return {
    now,
    startedAt: now(),
    inventory,
    /** What the console shows of the account: KYC done, trial over, not suspended. */
    account: { active: true, verified: true, trial: false },
    wallet,
    ledger,
    orders,
    verifications,
    ownedNumbers: createOwnedNumbers(
      {
        accountId,
        now,
        listOrders,
        releaseAfterMs: options.releaseAfterMs ?? 24 * 3_600_000,
        listsReleased: options.listsReleased ?? true,
      },
      orders,
    ),
    channels: createChannels(
      { accountId, now, metaReviewMs: options.metaReviewMs ?? 5_000 },
      orders,
      verifications,
    ),
  };
}
