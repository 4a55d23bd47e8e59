import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { linkHash, readHead } from '../../../src/store/audit-chain.ts';
import type { StoredLink } from '../../../src/store/audit-log.ts';
import { AUDIT_LUA } from '../../../src/store/save-script.ts';
import { type AuditWorld, startAudit, TEAM } from '../../support/audit-world.ts';

async function linksOf({ audit }: AuditWorld, team = TEAM): Promise<StoredLink[]> {
  const links: StoredLink[] = [];
  for await (const link of audit.read(team)) links.push(link);
  return links;
}

/** Somebody with access to Redis writes the stream anew, in this order, with these contents. */
async function rewrite({ redis, keys }: AuditWorld, links: readonly StoredLink[]): Promise<void> {
  await redis.del(keys.audit(TEAM));
  for (const { seq, prev, hash, text } of links) {
    await redis.xadd(keys.audit(TEAM), '*', 'seq', seq, 'prev', prev, 'hash', hash, 'entry', text);
  }
}

/** Every hash computed again, as somebody would who knows how the chain works; the stored head too. */
async function rechain(world: AuditWorld, links: readonly StoredLink[]): Promise<StoredLink[]> {
  let prev = '0'.repeat(64);
  const chained = links.map((link, index) => {
    const seq = index + 1;
    const hash = linkHash(prev, seq, link.text);
    const next = { ...link, seq, prev, hash };
    prev = hash;
    return next;
  });
  await rewrite(world, chained);
  await world.redis.hset(world.keys.auditHeads(), TEAM, `${chained.length}:${prev}`);
  return chained;
}

const changedText = (link: StoredLink) => ({
  ...link,
  text: link.text.replace('U0ASHA', 'U0MALLORY'),
});

describe('the chain', () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 140, 1000])(
    'hashes %i bytes in Lua as SHA-256 does',
    async (length) => {
      const { redis } = startAudit();
      const text = 'å'.repeat(Math.floor(length / 2)) + 'x'.repeat(length % 2);
      const inLua = await redis.eval(`${AUDIT_LUA} return sha256(ARGV[1])`, 0, text);
      expect(inLua).toBe(createHash('sha256').update(text).digest('hex'));
    },
  );

  it('says who changed what, from which state to which, about which number', async () => {
    const world = startAudit();
    await world.write(2);
    const [first, second] = (await linksOf(world)).map(({ text }) => JSON.parse(text));
    expect(first).toMatchObject({
      team: TEAM,
      record: 'ver_test00000000',
      event: 'start',
      by: { user: 'U0ASHA', team: TEAM },
      from: null,
      to: 'sending',
      revision: 1,
      about: { number: '+919800000000' },
    });
    expect(first.changes).toContainEqual({ field: 'method', before: null, after: 'sms' });
    expect(second).toMatchObject({ by: { job: 'byon' }, from: 'sending', to: 'code_sent' });
    expect(second.changes).toContainEqual({ field: 'wrongEntries', before: null, after: 0 });
    expect(second.changes.map(({ field }: { field: string }) => field)).not.toContain('method');
  });

  it('can be followed with the standard tools: sha256 of the hash before, the place and the sha256 of the entry', async () => {
    const world = startAudit();
    await world.write(3);
    const links = await linksOf(world);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(links.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    for (const [index, { seq, prev, hash, text }] of links.entries()) {
      expect(prev).toBe(links[index - 1]?.hash ?? '0'.repeat(64));
      expect(hash).toBe(sha256(`${prev} ${seq} ${sha256(text)}`));
    }
  });

  it('tells every new head, the last of which is the end of the chain', async () => {
    const world = startAudit();
    await world.write(3);
    const last = (await linksOf(world)).at(-1);
    expect(world.heads).toHaveLength(3);
    expect(world.heads.at(-1)).toEqual({
      team: TEAM,
      head: `3:${last?.hash}`,
      record: 'ver_test00000000',
    });
  });

  it('stays whole while 200 changes are made at once, in two workspaces', async () => {
    const world = startAudit();
    const teams = [TEAM, 'T0OTHER'];
    const created = await Promise.all(
      Array.from({ length: 100 }, (_, index) => world.create(index, teams[index % 2])),
    );
    await Promise.all(created.map((record) => world.change(record)));
    for (const team of teams) {
      expect(await linksOf(world, team)).toHaveLength(100);
      const { head, broken } = await world.check(team);
      expect(broken).toBeUndefined();
      expect(head.seq).toBe(100);
    }
  });

  it('is not broken by changes that go on while it is checked', async () => {
    const world = startAudit();
    const records = await world.write(90);
    const writing = Promise.all(records.map((record) => world.change(record)));
    const checked = await Promise.all([1, 2, 3, 4].map(() => world.check(TEAM)));
    await writing;
    expect(checked.map(({ broken }) => broken)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect((await world.check(TEAM)).head.seq).toBe(120);
  });

  it('gets one entry for a change whose answer was lost and that is saved again', async () => {
    const world = startAudit();
    const record = await world.create(1);
    expect(await world.create(1)).toEqual(record);
    expect(await linksOf(world)).toHaveLength(1);
    expect((await world.check(TEAM)).broken).toBeUndefined();
  });

  it('gets no entry for a change that lost its race', async () => {
    const world = startAudit();
    const record = await world.create(1);
    const tries = await Promise.allSettled(
      [1, 2, 3].map((ms) => world.change({ ...record, updatedAt: record.updatedAt + ms })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await linksOf(world)).toHaveLength(2);
    expect((await world.check(TEAM)).broken).toBeUndefined();
  });

  it('reads more entries than one page, by month too', async () => {
    const world = startAudit();
    await world.write(600);
    expect((await linksOf(world)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 600 }, (_, index) => index + 1),
    );
    const now = (await linksOf(world))[0]?.at ?? 0;
    const read = async (range: { from?: number; until?: number }) => {
      const found: number[] = [];
      for await (const { seq } of world.audit.read(TEAM, range)) found.push(seq);
      return found.length;
    };
    expect(await read({ from: now, until: now + 3_600_000 })).toBe(600);
    expect(await read({ until: now })).toBe(0);
  });
});

describe('the check finds', () => {
  type Tampering = {
    does: string;
    tamper: (world: AuditWorld, links: StoredLink[]) => Promise<unknown>;
    finds: { kind: string; seq: number };
  };
  const tamperings: Tampering[] = [
    {
      does: 'an entry that was deleted',
      tamper: ({ redis, keys }, links) => redis.xdel(keys.audit(TEAM), links[3]?.id ?? ''),
      finds: { kind: 'removed', seq: 4 },
    },
    {
      does: 'the first entry deleted',
      tamper: ({ redis, keys }, links) => redis.xdel(keys.audit(TEAM), links[0]?.id ?? ''),
      finds: { kind: 'removed', seq: 1 },
    },
    {
      does: 'an entry that was changed',
      tamper: (world, links) =>
        rewrite(
          world,
          links.map((link) => (link.seq === 4 ? changedText(link) : link)),
        ),
      finds: { kind: 'changed', seq: 4 },
    },
    {
      does: 'an entry that was changed and hashed again',
      tamper: (world, links) =>
        rewrite(
          world,
          links.map((link) => {
            if (link.seq !== 4) return link;
            const changed = changedText(link);
            return { ...changed, hash: linkHash(link.prev, 4, changed.text) };
          }),
        ),
      finds: { kind: 'replaced', seq: 5 },
    },
    {
      does: 'two entries that changed places',
      tamper: (world, links) => {
        const [a, b, c, d, ...rest] = links;
        return rewrite(
          world,
          [a, b, d, c, ...rest].flatMap((link) => link ?? []),
        );
      },
      finds: { kind: 'reordered', seq: 3 },
    },
    {
      does: 'two entries that changed places and numbers',
      tamper: (world, links) => {
        const [a, b, c, d, ...rest] = links;
        if (!a || !b || !c || !d) throw new Error('too few entries');
        return rewrite(world, [a, b, { ...d, seq: 3 }, { ...c, seq: 4 }, ...rest]);
      },
      finds: { kind: 'changed', seq: 3 },
    },
    {
      does: 'an entry that is there twice',
      tamper: (world, links) =>
        rewrite(
          world,
          links.flatMap((link) => (link.seq === 4 ? [link, link] : [link])),
        ),
      finds: { kind: 'reordered', seq: 4 },
    },
    {
      does: 'something that is no entry',
      tamper: ({ redis, keys }) => redis.xadd(keys.audit(TEAM), '*', 'note', 'hello'),
      finds: { kind: 'changed', seq: 10 },
    },
    {
      does: 'the newest entries cut off',
      tamper: (world, links) => rewrite(world, links.slice(0, 7)),
      finds: { kind: 'truncated', seq: 8 },
    },
    {
      does: 'the newest entries cut off and the stored head set back',
      tamper: async (world, links) => rechain(world, links.slice(0, 7)),
      finds: { kind: 'bypassed', seq: 7 },
    },
    {
      does: 'the stored head deleted',
      tamper: ({ redis, keys }) => redis.hdel(keys.auditHeads(), TEAM),
      finds: { kind: 'truncated', seq: 10 },
    },
    {
      does: 'an entry removed and the whole chain computed anew',
      tamper: (world, links) =>
        rechain(
          world,
          links.filter(({ seq }) => seq !== 5),
        ),
      finds: { kind: 'skipped', seq: 5 },
    },
    {
      does: "a record's whole story removed and the chain computed anew",
      tamper: (world, links) =>
        rechain(
          world,
          links.filter(({ text }) => !text.includes('ver_test00000001')),
        ),
      finds: { kind: 'bypassed', seq: 1 },
    },
    {
      does: 'a record that was changed without an entry',
      tamper: async ({ redis, keys }) => {
        const key = keys.record('verification', { team: TEAM, id: 'ver_test00000002' });
        const json = (await redis.get(key)) ?? '';
        await redis.set(key, json.replace('+919800000002', '+919800000666'));
      },
      finds: { kind: 'bypassed', seq: 9 },
    },
    {
      does: 'a record that was deleted',
      tamper: ({ redis, keys }) =>
        redis.del(keys.record('verification', { team: TEAM, id: 'ver_test00000000' })),
      finds: { kind: 'bypassed', seq: 3 },
    },
  ];

  it.each(tamperings)('$does', async ({ tamper, finds }) => {
    const world = startAudit();
    await world.write(9);
    expect((await world.check(TEAM)).broken).toBeUndefined();
    await tamper(world, await linksOf(world));
    expect((await world.check(TEAM)).broken).toMatchObject(finds);
  });

  it('a chain computed anew, by a head that was noted down before', async () => {
    const world = startAudit();
    await world.write(9);
    const links = await linksOf(world);
    const noted = { seq: 7, hash: links[6]?.hash ?? '' };
    expect((await world.check(TEAM, [noted])).broken).toBeUndefined();
    // Everything that could tell is made to fit: only what was noted elsewhere still tells.
    await rechain(
      world,
      links.map((link) => (link.seq === 4 ? changedText(link) : link)),
    );
    expect((await world.check(TEAM)).broken).toBeUndefined();
    const { broken } = await world.check(TEAM, [noted]);
    expect(broken).toMatchObject({ kind: 'truncated' });
    expect(broken?.says).toContain(noted.hash);
  });

  it('what was lost when Redis went back, after the last head that is still there', async () => {
    const world = startAudit();
    const [record] = await world.write(3);
    const kept = readHead(world.heads.at(-1)?.head ?? '');
    const keys = [world.keys.audit(TEAM), world.keys.auditHeads()];
    const before = await Promise.all(keys.map((key) => world.redis.dumpBuffer(key)));
    await world.create(7);
    await world.create(8);
    const lost = readHead(world.heads.at(-1)?.head ?? '');
    if (!record || !kept || !lost) throw new Error('nothing was written');
    for (const [at, key] of keys.entries()) {
      await world.redis.restore(key, 0, before[at] ?? '', 'REPLACE');
    }
    expect((await world.check(TEAM, [kept, lost])).broken).toMatchObject({
      kind: 'truncated',
      seq: 4,
      says: expect.stringMatching(
        /^the head 5:.* up to 5, entry 3 is the last one known to be left/,
      ),
    });
  });
});
