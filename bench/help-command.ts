import { COMMAND } from '../src/slack/ids.ts';
import { type Round, runLoad } from './load.ts';
import { type Setting, startBareBolt, startBuiltBot } from './processes.ts';
import type { Result } from './report.ts';
import { median, medianRatio } from './statistics.ts';

const ROUNDS = 9;
const ROUND_MS = 2_000;
const CONCURRENCY = 8;

/** The signed `help` command: what the bot adds to Bolt. Both run as processes of their own, in turns. */
export async function compareHelpCommand(setting: Setting): Promise<Result[]> {
  const [bot, bare] = [await startBuiltBot(setting, 'bench-help'), await startBareBolt(setting)];
  const { signingSecret } = setting.slack.workspace;
  const load = {
    body: helpCommand(setting),
    signingSecret,
    expected: 'Nothing is bought before an approval',
    concurrency: CONCURRENCY,
    forMs: ROUND_MS,
  };
  const rounds: Record<'ours' | 'bare', Round[]> = { ours: [], bare: [] };
  try {
    // The first round of each only warms up. Then who goes first alternates.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const turns = round % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const);
      for (const who of turns) {
        const measured = await runLoad({ ...load, url: who === 'ours' ? bot.url : bare.url });
        if (round > 0) rounds[who].push(measured);
      }
    }
  } finally {
    await bot.stop();
    await bare.stop();
  }
  const perSecond = series(rounds, ({ perSecond }) => perSecond);
  const p99 = series(rounds, ({ p99 }) => p99);
  return [
    {
      name: 'help command, requests per second, bot / bare Bolt',
      value: medianRatio(perSecond.ours, perSecond.bare),
      unit: 'ratio',
      bound: { atLeast: 0.8 },
      detail: `${median(perSecond.ours).toFixed(0)}/s against ${median(perSecond.bare).toFixed(0)}/s`,
    },
    {
      name: 'help command, 99th percentile, bot / bare Bolt',
      value: medianRatio(p99.ours, p99.bare),
      unit: 'ratio',
      bound: { atMost: 1.5 },
      detail: `${median(p99.ours).toFixed(2)} ms against ${median(p99.bare).toFixed(2)} ms`,
    },
  ];
}

function series(rounds: Record<'ours' | 'bare', Round[]>, pick: (round: Round) => number) {
  return { ours: rounds.ours.map(pick), bare: rounds.bare.map(pick) };
}

/** The fields of a slash command as Slack sends them. */
function helpCommand({ slack }: Setting): string {
  const { team } = slack.workspace;
  return new URLSearchParams({
    token: 'legacy',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: 'C0OPS',
    channel_name: 'ops',
    user_id: 'U0ASHA',
    user_name: 'asha',
    command: COMMAND,
    text: 'help',
    api_app_id: 'A0VOBIZ',
    is_enterprise_install: 'false',
    response_url: `${slack.url}/response/none`,
    trigger_id: 'none',
  }).toString();
}
