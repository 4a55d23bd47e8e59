import { COMMAND } from '../src/slack/ids.ts';
import { help } from '../src/views/kit/help.ts';
import { type LightSlack, startLightSlack } from './light-slack.ts';
import { type Asked, type Round, runLoad } from './load.ts';
import { cpuMsOf } from './process-figures.ts';
import { type Setting, startBareBolt, startBuiltBot } from './processes.ts';
import type { Result } from './report.ts';
import { median, medianRatio } from './statistics.ts';

const ROUNDS = 9;
const ROUND_MS = 2_000;
/** By then the code of either is compiled; until then the bot, which has more of it, looks slower than it is. */
const WARM_UP = 6_000;
const CONCURRENCY = 8;
/** More than are on their way at once: what is read of one person at the same moment would be shared. */
const PEOPLE = 100;

type Measured = Round & { cpuEach: number };

/**
 * The signed `help` command, from being sent to being answered: what the bot adds to Bolt. Both acknowledge at once, ask Slack who
 * it is and answer by the response_url, as processes of their own, in turns.
 */
export async function compareHelpCommand(setting: Setting): Promise<Result[]> {
  const slack = await startLightSlack(setting, JSON.stringify(help().text));
  const bot = await startBuiltBot(setting, 'bench-help', slack.env);
  const bare = await startBareBolt(setting, slack.env);
  const load = {
    next: commands(setting, slack),
    signingSecret: setting.slack.workspace.signingSecret,
    concurrency: CONCURRENCY,
    forMs: ROUND_MS,
  };
  const rounds: Record<'ours' | 'bare', Measured[]> = { ours: [], bare: [] };
  try {
    // The first round of each only warms up. Then who goes first alternates.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const turns = round % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const);
      for (const who of turns) {
        const { url, pid } = who === 'ours' ? bot : bare;
        const before = cpuMsOf(pid);
        const measured = await runLoad({ ...load, url, atLeast: round === 0 ? WARM_UP : 1 });
        const cpuEach = (cpuMsOf(pid) - before) / measured.answered;
        if (round > 0) rounds[who].push({ ...measured, cpuEach });
      }
    }
  } finally {
    await bot.stop();
    await bare.stop();
    await slack.stop();
  }
  const perSecond = series(rounds, ({ perSecond }) => perSecond);
  const p99 = series(rounds, ({ p99 }) => p99);
  const cpu = series(rounds, ({ cpuEach }) => cpuEach);
  return [
    {
      name: 'help command, answered per second, bot / bare Bolt',
      value: medianRatio(perSecond.ours, perSecond.bare),
      unit: 'ratio',
      bound: { atLeast: 0.9 },
      detail: `${median(perSecond.ours).toFixed(0)}/s against ${median(perSecond.bare).toFixed(0)}/s; CPU of one ${median(cpu.ours).toFixed(2)} ms against ${median(cpu.bare).toFixed(2)} ms`,
    },
    {
      name: 'help command, 99th percentile, bot / bare Bolt',
      value: medianRatio(p99.ours, p99.bare),
      unit: 'ratio',
      bound: { atMost: 1.2 },
      detail: `${median(p99.ours).toFixed(2)} ms against ${median(p99.bare).toFixed(2)} ms`,
    },
  ];
}

function series(rounds: Record<'ours' | 'bare', Measured[]>, pick: (round: Measured) => number) {
  return { ours: rounds.ours.map(pick), bare: rounds.bare.map(pick) };
}

/** Slash commands with the fields that Slack sends, each with a response_url of its own. */
function commands({ slack }: Setting, light: LightSlack): () => Asked {
  const { team } = slack.workspace;
  let sent = 0;
  return () => {
    sent += 1;
    const name = String(sent);
    const body = new URLSearchParams({
      token: 'legacy',
      team_id: team.id,
      team_domain: team.domain,
      channel_id: 'C0OPS',
      channel_name: 'ops',
      user_id: `U0PERSON${sent % PEOPLE}`,
      user_name: 'somebody',
      command: COMMAND,
      text: 'help',
      api_app_id: 'A0VOBIZ',
      is_enterprise_install: 'false',
      response_url: light.responseUrl(name),
      trigger_id: 'none',
    }).toString();
    return { body, answered: light.answered(name) };
  };
}
