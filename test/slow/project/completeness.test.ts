import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const REPO = resolve(import.meta.dirname, '../../..');
const ORDER = 'src/domain/order/order.ts';

type Plant = {
  /** In which file what is replaced by what. */
  in: string;
  replace: string;
  by: string;
  /** Where the compiler has to ask what it means. */
  asks: readonly string[];
};

const PLANTS: Readonly<Record<string, Plant>> = {
  'a state of an order': {
    in: ORDER,
    replace: "  z.object({ ...commonFields, ...ended, state: z.literal('expired') }),",
    by: "  z.object({ ...commonFields, ...ended, state: z.enum(['expired', 'lapsed']) }),",
    asks: [
      'src/domain/order/order-state-facts.ts',
      'src/domain/order/order-transitions.ts',
      'src/domain/order/order-duties.ts',
      'src/views/order/order-words.ts',
      'src/views/order/order-outcome.ts',
      'src/views/order/order-card.ts',
    ],
  },
  'an event of an order': {
    in: 'src/domain/order/order-events.ts',
    replace: "  | { type: 'linger' }",
    by: "  | { type: 'linger' }\n  | { type: 'refund' }",
    asks: ['src/domain/order/order-transitions.ts'],
  },
  'what every sent order has': {
    in: ORDER,
    replace: 'const sent = { ...decided, attempt: attemptSchema };',
    by: 'const sent = { ...decided, attempt: attemptSchema, sentBy: userIdSchema };',
    asks: ['src/domain/order/order-buying.ts'],
  },
  'a finding': {
    in: 'src/domain/order/evidence.ts',
    replace: '  no_debit: [],',
    by: '  no_debit: [],\n  ported_away: [],',
    asks: ['src/views/order/order-findings.ts'],
  },
  'a kind of record': {
    in: 'src/domain/record.ts',
    replace: "policy: 'pol' }",
    by: "policy: 'pol', port: 'prt' }",
    asks: ['src/app/redraw-cards.ts', 'src/flows/connection/connections.ts'],
  },
  'a state of a verification': {
    in: 'src/domain/verification/verification.ts',
    replace: "z.object({ ...commonFields, state: z.literal('sending') })",
    by: "z.object({ ...commonFields, state: z.enum(['sending', 'queued']) })",
    asks: [
      'src/domain/verification/verification-transitions.ts',
      'src/domain/verification/verification-events.ts',
      'src/views/verification/code-form.ts',
    ],
  },
  'a state of a connection': {
    in: 'src/domain/connection/connection.ts',
    replace: "...lackingField, state: z.literal('connected') }),",
    by: "...lackingField, state: z.enum(['connected', 'throttled']) }),",
    asks: [
      'src/domain/connection/connection.ts',
      'src/domain/connection/connection-transitions.ts',
      'src/domain/numbers/owned-number-list.ts',
    ],
  },
  'a state of a number': {
    in: 'src/domain/numbers/owned-number-list.ts',
    replace: "  'unusable',\n] as const;",
    by: "  'unusable',\n  'porting',\n] as const;",
    asks: ['src/views/numbers/number-lines.ts'],
  },
};

/** A copy of the source with something new in it; answers the files that do not compile any more. */
async function filesAsking({ in: file, replace, by }: Plant): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'completeness-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await cp(join(REPO, 'src'), join(dir, 'src'), { recursive: true });
  await symlink(join(REPO, 'node_modules'), join(dir, 'node_modules'));
  await cp(join(REPO, 'package.json'), join(dir, 'package.json'));
  const config = { extends: join(REPO, 'tsconfig.json'), include: ['src'] };
  await writeFile(join(dir, 'tsconfig.json'), JSON.stringify(config));
  const before = await readFile(join(dir, file), 'utf8');
  const after = before.replace(replace, by);
  if (after === before) throw new Error(`${file} has no ${replace}`);
  await writeFile(join(dir, file), after);
  const tsc = join(REPO, 'node_modules/typescript/bin/tsc');
  const said = await new Promise<string>((told) =>
    execFile(process.execPath, [tsc, '-p', dir], { cwd: dir }, (_failed, stdout) => told(stdout)),
  );
  return [...new Set(said.match(/^src\/[^(]+(?=\()/gm))];
}

it.each(Object.entries(PLANTS))(
  '%s does not compile until everything says what it means',
  async (_what, plant) => {
    expect(await filesAsking(plant)).toEqual(expect.arrayContaining([...plant.asks]));
  },
);
