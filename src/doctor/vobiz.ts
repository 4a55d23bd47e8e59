import type { VobizClient } from '../vobiz/client.ts';
import { VobizError } from '../vobiz/errors.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const CREDENTIALS = 'Vobiz credentials';
const NUMBERS = 'Vobiz numbers';
const SAMPLE_COUNTRY = 'IN';

/** Whether Vobiz takes the credentials and answers a search. Two reads; nothing is bought or sent. */
export async function checkVobiz(
  client: Pick<VobizClient, 'account' | 'availability'>,
  authId: string,
): Promise<Finding[]> {
  try {
    const account = await client.account();
    if (account.active === false) {
      return [
        problem(
          CREDENTIALS,
          `accepted, but the account ${authId} is not active: ask support@vobiz.ai`,
        ),
      ];
    }
    const other = account.authId !== undefined && account.authId !== authId;
    return [
      other
        ? warning(
            CREDENTIALS,
            `accepted, but they belong to ${account.authId} and not to VOBIZ_AUTH_ID ${authId}: owned numbers would be looked up in the wrong account`,
          )
        : ok(CREDENTIALS, `accepted for ${authId}`),
      await checkNumbers(client),
    ];
  } catch (error) {
    return [problem(CREDENTIALS, whyNot(error))];
  }
}

async function checkNumbers(client: Pick<VobizClient, 'availability'>): Promise<Finding> {
  try {
    const { numbers, skipped } = await client.availability({ country: SAMPLE_COUNTRY });
    const read = `a search in ${SAMPLE_COUNTRY} answers with ${numbers.length} numbers`;
    return skipped > 0
      ? warning(NUMBERS, `${read}, and ${skipped} more that cannot be read`)
      : ok(NUMBERS, read);
  } catch (error) {
    return problem(NUMBERS, `a search in ${SAMPLE_COUNTRY} fails: ${whyNot(error)}`);
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof VobizError)) throw error;
  const status = error.status === undefined ? '' : ` (HTTP ${error.status})`;
  switch (error.code) {
    case 'vobiz_credentials':
      return `Vobiz does not accept them${status}: copy VOBIZ_AUTH_ID and VOBIZ_AUTH_TOKEN again from console.vobiz.ai, Settings, API`;
    case 'vobiz_rate_limited':
      return `Vobiz receives too many requests from this account${status}: run the doctor again in a minute`;
    case 'vobiz_unavailable':
      return `Vobiz cannot be reached${status}: check the network, a proxy, and VOBIZ_BASE_URL if it is set`;
    default:
      return `Vobiz gives an answer that cannot be used${status}: check VOBIZ_BASE_URL if it is set, or ask support@vobiz.ai`;
  }
}
