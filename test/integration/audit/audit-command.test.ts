import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import { DEFAULT_WORKSPACE } from '../../../sandbox/slack/workspace.ts';
import { archivedAs } from '../../support/audit-months.ts';
import {
  approve,
  cardShows,
  idIn,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
} from '../../support/journeys.ts';
import { testPrefix, testRunDir } from '../../support/redis.ts';
import { policyOf, setPolicy } from '../../support/settings.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
  type WorldOptions,
} from '../../support/world.ts';

/** A policy in which Ravi approves, and Dev and the user group of finance (Meera) read the audit. */
async function policyFile(readers = `{ users: [${DEV}, ${GUEST}], groups: [S0FINANCE] }`) {
  const path = join(testRunDir(), `${testPrefix().replace(/[{}]/g, '')}.policy.yml`);
  const approvals = `approvals: { channel: ${APPROVALS}, approvers: { users: [${RAVI}] } }`;
  await writeFile(path, `${approvals}\n${readers && `audit_readers: ${readers}\n`}`);
  return path;
}

async function startReadWorld(options: WorldOptions = {}, readers?: string) {
  return startWorld({ ...options, env: { POLICY_FILE: await policyFile(readers) } });
}

async function buyOne(world: World): Promise<string> {
  const card = await requestNumber(world, { purpose: '=HYPERLINK("https://evil.example")' });
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  return idIn(card);
}

async function fileFor(world: World, userId: string, count = 1) {
  return vi.waitFor(() => {
    const files = world.slack.files(userId);
    expect(files).toHaveLength(count);
    return files[count - 1];
  }, 5_000);
}

const ask = (world: World, userId: string, text = 'audit') =>
  world.slack.as(userId).command(OPS, COMMAND, text);

describe('the audit command', () => {
  it('has the changes of the policy', async ({ world }) => {
    await setPolicy(world, policyOf({ approvers: { users: [RAVI, MEERA] } }));
    await ask(world, MEERA, 'audit pol_workspace');
    const file = await fileFor(world, MEERA);
    expect(file?.filename).toBe('audit-pol_workspace.csv');
    expect(file?.content).toMatch(/,set_up,/);
    await toldPrivately(world, MEERA, /activity log for the policy/);
  });

  it('sends whoever the policy names the whole story of a purchase, privately, as a file', async () => {
    const world = await startReadWorld({ vobiz: { completeAfterMs: 0 } });
    const id = await buyOne(world);
    await ask(world, DEV, `audit ${id}`);
    const file = await fileFor(world, DEV);
    expect(file?.filename).toBe(`audit-${id}.csv`);
    const rows = file?.content?.split('\r\n') ?? [];
    expect(rows[0]).toContain('entry,time_utc,record,event');
    expect(rows.find((row) => row.includes(',request,'))).toContain(
      `,${ASHA},Slack T0NUMBERS,tel:+91`,
    );
    expect(rows.find((row) => row.includes(',approve,'))).toContain(`,${RAVI},Slack T0NUMBERS,`);
    expect(rows.find((row) => row.includes(',claim,'))).toContain(',job place,');
    expect(file?.content).not.toMatch(/(?:^|,|\r\n)"?[=@+-]/);
    await toldPrivately(world, DEV, /is in your messages with the app/);
    expect(world.slack.messages(OPS)).toEqual([]);
    expect(world.slack.directMessages(DEV).map(textOf).join()).toMatch(
      /It ends at `\d+:[0-9a-f]{64}`/,
    );
    expect(world.slack.unknownMethods).toEqual([]);
  });

  it('knows readers by their user group, and gives this month when nothing is named', async () => {
    const world = await startReadWorld();
    await requestNumber(world);
    await ask(world, MEERA);
    const month = new Date().toISOString().slice(0, 7);
    expect((await fileFor(world, MEERA))?.filename).toBe(`audit-${month}.csv`);
  });

  it('gives what one person did', async () => {
    const world = await startReadWorld({ vobiz: { completeAfterMs: 0 } });
    await buyOne(world);
    for (const [index, name] of [RAVI, '@ravi', '@Ravi Menon'].entries()) {
      await ask(world, DEV, `audit ${name}`);
      const file = await fileFor(world, DEV, index + 1);
      const rows = file?.content?.trim().split('\r\n').slice(1) ?? [];
      expect(rows).toHaveLength(1);
      expect(rows[0]).toContain(`,${RAVI},`);
    }
  });

  it('asks for the member ID when nobody, or more than one person, has that name', async () => {
    const people = DEFAULT_WORKSPACE.people.map((person) =>
      person.id === RAVI ? { ...person, name: 'asha' } : person,
    );
    const world = await startReadWorld({ slack: { people }, vobiz: { completeAfterMs: 0 } });
    await buyOne(world);
    await ask(world, DEV, 'audit @nobody');
    await toldPrivately(world, DEV, /Nobody called “nobody” is in the activity log/);
    await ask(world, DEV, 'audit @asha');
    await toldPrivately(world, DEV, /Several people are called “asha”.*U0ASHA.*U0RAVI.*member ID/);
    expect(world.slack.files(DEV)).toEqual([]);
  });

  it('says so when there is nothing', async () => {
    const world = await startReadWorld();
    await ask(world, DEV, 'audit 2020-01');
    await toldPrivately(world, DEV, /2020-01 \(UTC\) has no entries/);
    expect(world.slack.files(DEV)).toEqual([]);
  });

  it('says of an archived month that its file is with whoever runs the bot, and of everything else what is left out', async () => {
    const world = await startReadWorld({ vobiz: { completeAfterMs: 0 } });
    const id = await buyOne(world);
    await archivedAs('2026-08', world);
    await ask(world, DEV, 'audit 2026-08');
    await toldPrivately(
      world,
      DEV,
      /activity log for 2026-08 \(UTC\) is archived\. The person who runs this app/,
    );
    await ask(world, DEV, `audit ${id}`);
    await toldPrivately(
      world,
      DEV,
      /has no entries. Entries up to 2026-08 \(UTC\) may be archived/,
    );
    expect(world.slack.files(DEV)).toEqual([]);
  });

  it('explains itself when it cannot tell what is meant', async () => {
    const world = await startReadWorld();
    await ask(world, DEV, 'audit last week');
    await toldPrivately(world, DEV, /audit 2026-11/);
  });

  it('shows how a month is written to whoever names a day or turns it round', async () => {
    const world = await startReadWorld();
    for (const typed of ['2026-02-29', '11/2026']) await ask(world, DEV, `audit ${typed}`);
    await vi.waitFor(() => {
      const told = world.slack.ephemerals(DEV).map(textOf);
      expect(told).toEqual(Array(2).fill(expect.stringContaining('audit 2026-11')));
    });
  });

  it('takes other digits for a one-time code, and repeats none', async () => {
    const world = await startReadWorld();
    await ask(world, DEV, 'audit 4938-17');
    await toldPrivately(world, DEV, /one-time code/);
    expect(world.slack.ephemerals(DEV).map(textOf).join()).not.toContain('4938');
  });

  it.each([
    ['the requester, whom the policy does not name', ASHA, /can't read the activity log/],
    ['a guest, even one the policy names', GUEST, /Guests can't use this app/],
  ])('refuses %s', async (_who, userId, says) => {
    const world = await startReadWorld();
    await requestNumber(world);
    await ask(world, userId);
    await toldPrivately(world, userId, says);
    expect(world.slack.files(userId)).toEqual([]);
  });

  it('lets the approvers read when the policy names no readers, and nobody when its list is empty', async () => {
    const world = await startReadWorld({}, '');
    await requestNumber(world);
    await ask(world, DEV);
    await toldPrivately(world, DEV, /can't read the activity log\. Ask an admin/);
    await ask(world, RAVI);
    expect((await fileFor(world, RAVI))?.content).toContain(',request,');
    const closed = await startReadWorld({}, '{ users: [], groups: [] }');
    await ask(closed, RAVI);
    await toldPrivately(closed, RAVI, /Nobody can read the activity log yet/);
  });

  it('lets nobody read where there is no policy file, and says who can change that', async ({
    world,
  }) => {
    await ask(world, DEV);
    await toldPrivately(world, DEV, /Nobody can read the activity log yet. Ask an admin/);
  });

  it('shows the newest entries without the scope for files, and names the scope', async () => {
    const scopes = DEFAULT_WORKSPACE.scopes.filter((scope) => scope !== 'files:write');
    const world = await startReadWorld({ slack: { scopes }, vobiz: { completeAfterMs: 0 } });
    const id = await buyOne(world);
    await ask(world, DEV, `audit ${id}`);
    await toldPrivately(world, DEV, /files:write/);
    const told = world.slack.ephemerals(DEV).map(textOf).join();
    expect(told).toMatch(/approve · awaiting_approval → approved/);
    expect(told).toContain(id);
    expect(world.slack.directMessages(DEV)).toEqual([]);
  });

  it('says what went wrong when Slack does not take the file', async () => {
    const world = await startReadWorld();
    await requestNumber(world);
    world.slack.fault('files.completeUploadExternal', { error: 'internal_error' });
    await ask(world, DEV);
    await toldPrivately(world, DEV, /Slack didn't answer/);
  });
});
