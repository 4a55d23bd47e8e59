import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';

it('starts from the command line, prints where and with what to call it, and ends on SIGTERM', async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'sandbox/vobiz/cli.ts', '--port', '0', '--complete-after-ms', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');

  const printed = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const [, label, value] = /^ {2}(API|Auth ID|Auth token|or Bearer) +(\S+)$/.exec(line) ?? [];
    if (label && value) printed.set(label, value);
    if (line.includes('Ctrl-C')) break;
  }
  const answer = await fetch(`${printed.get('API')}/messaging/channels/whatsapp`, {
    headers: {
      'x-auth-id': printed.get('Auth ID') ?? '',
      'x-auth-token': printed.get('Auth token') ?? '',
    },
  });
  expect(await answer.json()).toEqual({ items: [] });
  expect(printed.get('or Bearer')).toBeTruthy();

  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
}, 20_000);
