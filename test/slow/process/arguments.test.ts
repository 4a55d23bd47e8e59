import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { runBuilt } from '../../../sandbox/bot-process.ts';
import { testRunDir } from '../../support/redis.ts';

/** Enough of each command's arguments that it would begin. */
const COMMANDS = {
  doctor: [],
  'audit-archive': ['--before', '2020-01', '--archive', 'nowhere'],
  'audit-export': [],
  'audit-verify': [],
  forget: ['U0ASHA'],
  'records-accept': ['--who', 'Asha Rao', '--why', 'compared'],
} as const;
type Name = keyof typeof COMMANDS;
const names = Object.keys(COMMANDS).filter((name): name is Name => name in COMMANDS);

/** Whatever a command begins with here, it fails at: there is no Redis and no data. */
const NOTHING = { REDIS_URL: 'redis://127.0.0.1:1', DATA_DIR: `${testRunDir()}/no-data` };
const script = (name: Name) => new RegExp(`^npm run (--silent )?${name.replace('-', ':')}\\b`, 'm');

it.each(names)('%s says how it is used and does nothing else', async (name) => {
  for (const flag of ['--help', '-h']) {
    const { code, out, err } = await runBuilt(name, [flag], NOTHING);
    expect({ code, out, err }).toEqual({
      code: 0,
      out: expect.stringMatching(script(name)),
      err: '',
    });
  }
});

it.each(names)('%s refuses what it does not know, and says how it is used', async (name) => {
  const enough = COMMANDS[name];
  const wrong = [
    [...enough, '--frobnicate'],
    [...enough, 'extra'],
    [...enough, '--', '--help'],
  ];
  for (const args of wrong) {
    const { code, out, err } = await runBuilt(name, args, NOTHING);
    expect({ args, code, out, err }).toEqual({
      args,
      code: 2,
      out: '',
      err: expect.stringMatching(script(name)),
    });
  }
});

it.each<[Name, string[], string]>([
  ['audit-export', ['--month', '2026-10', '--month', '2026-11'], '--month'],
  ['audit-verify', ['--file', ''], '--file'],
  ['audit-verify', ['--archive', ''], '--archive'],
  ['audit-archive', [...COMMANDS['audit-archive'], '--team', ''], '--team'],
  ['audit-export', ['--team', ''], '--team'],
  ['audit-verify', ['--team', ''], '--team'],
  ['forget', ['U0ASHA', '--team', ''], '--team'],
  [
    'records-accept',
    [...COMMANDS['records-accept'], '--attempt', 'att_1', '--attempt', ''],
    '--attempt',
  ],
  ['forget', ['U0ASHA', '--team', 'T0A', '--team', 'T0B'], '--team'],
  ['records-accept', ['--who', 'Asha', '--who', 'Ravi', '--why', 'compared'], '--who'],
])('%s passes over none of %j', async (name, args, named) => {
  const { code, out, err } = await runBuilt(name, args, NOTHING);
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(named) });
  expect(err).toMatch(script(name));
});

it('nothing was begun by any of them', async () => {
  expect(await readdir(testRunDir())).not.toContain('no-data');
});
