import type { Delivery } from '../sandbox/slack/courier.ts';
import { recordOf } from '../sandbox/slack/json.ts';
import { buttons, COMMAND } from '../src/slack/ids.ts';
import { membersIn } from './people.ts';
import { type Setting, startBuiltBot } from './processes.ts';
import type { Result } from './report.ts';
import { until } from './wait.ts';

const AT_ONCE = 1_000;
const [WHO, CHANNEL] = ['U0ASHA', 'C0OPS'];
const QUIET_MS = 1_000;

/**
 * A thousand commands in the same moment, then as many clicks and as many forms, over each transport. The stand-in gives up
 * what is not acknowledged within three seconds, as Slack does.
 */
export async function measureThousandAtOnce(setting: Setting): Promise<Result[]> {
  // Each is somebody else: one person's clicks wait for each other (`src/handlers/edge/turns.ts`).
  const people = membersIn(setting, CHANNEL, AT_ONCE);
  const results: Result[] = [];
  for (const mode of ['http', 'socket']) {
    const bot = await startBuiltBot(setting, `bench-thousand-${mode}`, { SLACK_MODE: mode });
    try {
      for (const [what, send] of Object.entries(await waysToAsk(setting))) {
        const sent = await Promise.all(people.map(send));
        results.push(resultOf(`${what} over ${mode}`, sent));
        await quiet(setting);
      }
    } finally {
      await bot.stop();
    }
  }
  return results;
}

/** Until the work behind the acknowledgements is done: the bot calls Slack no more. */
async function quiet({ slack }: Setting): Promise<void> {
  let [seen, since] = [slack.calls.length, performance.now()];
  await until('the work is done', () => {
    if (slack.calls.length !== seen) [seen, since] = [slack.calls.length, performance.now()];
    return performance.now() - since > QUIET_MS;
  });
}

/** A search by command, the list of numbers by button, and a search form that is submitted again. */
async function waysToAsk({
  slack,
}: Setting): Promise<Record<string, (who: string) => Promise<Delivery>>> {
  const asha = slack.as(WHO);
  await asha.command(CHANNEL, COMMAND, 'search IN');
  await until('the search is shown', () =>
    JSON.stringify(slack.openView(WHO) ?? '').includes('choose_number'),
  );
  const { body } = await asha.submit();
  // What the bot does not read would only make the sender slow.
  const form = { ...body, view: { ...recordOf(body.view), blocks: [] } };
  const message = asha.say(CHANNEL, 'where the button stands');
  const value = buttons.allNumbers.encode({});
  const button = { type: 'button', action_id: buttons.allNumbers.id, value };
  return {
    commands: (who) => slack.as(who).command(CHANNEL, COMMAND, 'search IN'),
    clicks: (who) => slack.as(who).rawAction(message, button),
    forms: (who) =>
      slack
        .as(who)
        .sendRaw('view_submission', { ...form, user: { ...recordOf(body.user), id: who } }),
  };
}

function resultOf(what: string, sent: readonly Delivery[]): Result {
  const late = sent.filter(({ error }) => error);
  const busy = sent.filter(({ ackBody }) =>
    JSON.stringify(ackBody ?? '').includes('Too many people'),
  );
  const slowest = Math.max(...sent.map(({ ackMs = 0 }) => ackMs));
  return {
    name: `${AT_ONCE} ${what} at once, not acknowledged within Slack's 3 s`,
    value: late.length,
    unit: 'count',
    bound: { atMost: 0 },
    detail: `slowest ${slowest} ms, ${busy.length} told to try again`,
  };
}
