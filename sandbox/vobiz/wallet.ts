import type { Ledger } from './ledger.ts';
import { notFound, refusal } from './reply.ts';

export type Wallet = ReturnType<typeof createWallet>;

/**
 * The account's balances in major units per currency. Assumed for WhatsApp orders: setup and the first month are
 * debited when the order is placed (published only for voice numbers) and returned when it fails or is cancelled.
 */
export function createWallet(opening: Readonly<Record<string, number>>, ledger: Ledger) {
  const minor = new Map(Object.entries(opening).map(([code, amount]) => [code, toMinor(amount)]));

  return {
    balance(currency: string): number {
      const amount = minor.get(currency);
      // Published only as "must be a currency the account holds"; the refusal itself is assumed.
      if (amount === undefined) throw notFound(`no balance in ${currency}`);
      return amount / 100;
    },
    set(currency: string, amount: number): void {
      minor.set(currency, toMinor(amount));
    },
    debit(currency: string, amount: number, description: string): void {
      const available = minor.get(currency) ?? 0;
      const required = toMinor(amount);
      if (available < required) {
        // Code and details are published; 402 is, too, though voice purchases are said to answer 500.
        throw refusal(402, 'INSUFFICIENT_BALANCE', 'Insufficient balance', {
          required: required / 100,
          available: available / 100,
          currency,
          shortfall: (required - available) / 100,
        });
      }
      minor.set(currency, available - required);
      ledger.add({ amount, currency, description });
    },
    credit(currency: string, amount: number, description: string): void {
      ledger.add({ amount, currency, description, type: 'credit', reference_type: 'refund' });
      minor.set(currency, (minor.get(currency) ?? 0) + toMinor(amount));
    },
  };
}

/** INR and USD both have two decimals. */
function toMinor(amount: number): number {
  return Math.round(amount * 100);
}
