import { pino } from 'pino';
import { it } from 'vitest';
import { createApp } from '../../src/app/app.ts';
import { loadConfig } from '../../src/app/config.ts';
import { startOutside } from '../support/world.ts';

it('starts a bot and leaves it running', async () => {
  const { env } = await startOutside();
  await createApp(loadConfig(env), pino({ enabled: false })).start();
});
