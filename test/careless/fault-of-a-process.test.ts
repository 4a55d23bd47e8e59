import { it } from 'vitest';
import { startCommand } from '../../sandbox/bot-process.ts';
import { spawnBot } from '../support/bot-process.ts';

it('runs a bot that logs a fault nobody caught', async () => {
  const log = `console.log('{"event":"app.unhandled"}')`;
  const bot = spawnBot({}, ({ env, hear }) =>
    startCommand({ command: process.execPath, args: ['-e', log], env, hear }),
  );
  await bot.exited;
});
