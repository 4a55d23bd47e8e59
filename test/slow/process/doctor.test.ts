import { expect, it } from 'vitest';
import { runBuilt } from '../../../sandbox/bot-process.ts';
import { startOutside } from '../../support/world.ts';

it('ends with 0 where the bot could run, one line for each check', async () => {
  const { env } = await startOutside({ env: { SLACK_MODE: 'socket' } });
  const { code, out } = await runBuilt('doctor', [], env);
  expect(out).toMatch(/^ok +Environment +complete/);
  expect(out).toContain('The bot is ready to run.');
  expect(code).toBe(0);
});

it('ends with 1 where it could not', async () => {
  const { code, out } = await runBuilt('doctor', [], { SLACK_BOT_TOKEN: 'xoxb-x' });
  expect(out).toMatch(/^PROBLEM +Environment +SLACK_APP_TOKEN: is needed in Socket Mode/m);
  expect(code).toBe(1);
});
