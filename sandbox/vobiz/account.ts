import type { Credentials } from './auth.ts';
import { rfc3339 } from './clock.ts';
import type { State } from './state.ts';

/** In major units of each currency; Vobiz publishes the field and no value. */
const LOW_BALANCE = 500;

/** `GET /Account/{auth_id}/balance/{currency}`; refuses a currency the account does not hold. */
export function balanceBody(state: State, accountId: string, currency: string) {
  const balance = state.wallet.balance(currency);
  return {
    id: `bal_${currency.toLowerCase()}`,
    account_id: accountId,
    currency,
    balance,
    reserved_funds: 0,
    promotional_balance: 0,
    promotional_reserved_balance: 0,
    available_balance: balance,
    credit_limit: 0,
    is_postpaid: false,
    credit_limit_type: 'hard',
    low_balance_threshold: LOW_BALANCE,
    status: 'active',
    created_at: rfc3339(state.startedAt),
    updated_at: rfc3339(state.now()),
  };
}

/** `GET /auth/me`. Carries `auth_secret`, as the published account object does: a client must never log it. */
export function accountBody(state: State, credentials: Credentials) {
  return {
    auth_id: credentials.authId,
    auth_secret: credentials.authToken,
    name: 'Sandbox account',
    is_active: state.account.active,
    is_verified: state.account.verified,
    is_trial_account: state.account.trial,
    country: 'IN',
    pricing_tier: { currency: 'INR' },
    created_at: rfc3339(state.startedAt),
    updated_at: rfc3339(state.now()),
  };
}
