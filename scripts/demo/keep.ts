import { ASHA, OPS } from './cast.ts';
import type { Stage } from './stage.ts';

/** What to point at a stage that is left standing. */
export function howToUse({ slack, vobiz, bot, env, logFile }: Stage): string {
  const opsUrl = `http://127.0.0.1:${bot.logged('ops.listening')?.port}`;
  const actors = slack.workspace.people.filter(
    ({ kind }) => kind !== 'bot' && kind !== 'deactivated',
  );
  const deed = JSON.stringify({
    as: ASHA.id,
    do: 'command',
    channel: OPS,
    command: '/vobiz-number',
    text: 'orders',
  });
  const fault = JSON.stringify({
    action: 'faultNext',
    op: 'order',
    fault: { kind: 'reset_after' },
  });
  const json = "-H 'content-type: application/json'";
  return `
Everything is left running until Ctrl-C.

  The bot
    is it ready      curl ${opsUrl}/readyz
    its metrics      curl ${opsUrl}/metrics
    its log          tail -f ${logFile}
  Slack, as it looks to everyone
    see everything   curl ${slack.url}/sandbox/state
    act as a person  curl ${slack.url}/sandbox/do ${json} \\
                       -d '${deed}'
    people           ${actors.map(({ id, kind }) => (kind === 'member' ? id : `${id} (${kind})`)).join(', ')}
    channels         ${slack.workspace.channels.map(({ id, name }) => `${id} #${name}`).join(', ')}
  Vobiz
    see everything   curl ${vobiz.url}/sandbox/state
    make it fail     curl ${vobiz.url}/sandbox/do ${json} \\
                       -d '${fault}'
  A bot of your own, instead of this one or beside it (with another DATA_DIR)
${Object.entries(env)
  // The person who set it knows it, and it may have a password.
  .filter(([name]) => name !== 'REDIS_URL')
  .map(([name, value]) => `    ${name}=${value}`)
  .join('\n')}
`;
}

/** Resolves when somebody asks this process to end. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
