import type { AccountProblem } from '../../domain/account/account-problem.ts';
import { formatMoney } from '../../domain/money.ts';

/** For approvers, on their Home: what may stop purchases, and what to do about it. */
export function accountLine(problem: AccountProblem): string {
  return `⚠️ ${lineOf(problem)}`;
}

function lineOf(problem: AccountProblem): string {
  switch (problem.kind) {
    case 'inactive':
      return "The Vobiz account isn't active, so it can't buy numbers. Ask support@vobiz.ai.";
    case 'not_verified':
      return "The Vobiz account isn't verified, so purchases may fail. Complete the identity check (KYC) at console.vobiz.ai.";
    case 'short':
      return `The Vobiz account has ${formatMoney(problem.available)}, and the requests below cost ${formatMoney(problem.needed)}. Add money at console.vobiz.ai.`;
    case 'low':
      return `The Vobiz account has ${formatMoney(problem.available)} left, which is low. Add money at console.vobiz.ai.`;
    case 'trial':
      return 'The Vobiz account is a trial account, so purchases may fail. Upgrade it at console.vobiz.ai.';
  }
}
