import { it } from 'vitest';
import { startOutside } from '../support/world.ts';

it('calls a method that Slack does not have', async () => {
  const { slack } = await startOutside();
  await fetch(`${slack.apiUrl}chat.shout`, { method: 'POST', headers: { connection: 'close' } });
});
