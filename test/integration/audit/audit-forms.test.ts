import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, auditEntry, canonicalJson } from '../../../src/domain/audit/audit.ts';
import { sha256 } from '../../../src/store/audit-chain.ts';
import type { StoredLink } from '../../../src/store/audit-log.ts';
import {
  APPEND_BEFORE_PACKING,
  type Dump,
  newestHeadBeforePacking,
  restore,
} from '../../support/audit-before.ts';
import { type AuditWorld, startAudit, TEAM } from '../../support/audit-world.ts';

/** Made by the version that stored `prev` and plain JSON: a purchase, and a verification that was cancelled. */
const before: Dump = JSON.parse(
  await readFile(new URL('./dump/before-packing.json', import.meta.url), 'utf8'),
);

async function linksOf({ audit }: AuditWorld): Promise<StoredLink[]> {
  const links: StoredLink[] = [];
  for await (const link of audit.read(TEAM)) links.push(link);
  return links;
}

const eventsOf = (links: readonly StoredLink[]) =>
  links.map(({ text }) => (JSON.parse(text) as AuditEntry).event).join(' ');

describe('entries that the version before wrote', () => {
  it('are read as they were written, and verified with their records', async () => {
    const world = startAudit();
    await restore(world.redis, world.keys, before);
    const links = await linksOf(world);
    expect(eventsOf(links)).toBe('request approve claim answered observed start sent cancel');
    const stored = before.stream.map(([, fields]) => fields.filter((_, at) => at % 2 === 1));
    expect(links.map(({ seq, prev, hash, text }) => [`${seq}`, prev, hash, text])).toEqual(stored);
    expect(await world.check(TEAM)).toMatchObject({ head: { seq: 8 }, broken: undefined });
  });

  it('are continued by packed ones in the same chain', async () => {
    const world = startAudit();
    await restore(world.redis, world.keys, before);
    await world.write(3);
    const links = await linksOf(world);
    expect(links.map(({ prev }) => prev).slice(1)).toEqual(
      links.map(({ hash }) => hash).slice(0, -1),
    );
    expect(await world.check(TEAM)).toMatchObject({ head: { seq: 11 }, broken: undefined });
    const last = links.at(-1);
    expect(await world.audit.lastOf({ team: TEAM, id: 'ver_test00000000' })).toEqual({
      revision: 3,
      to: 'code_sent',
    });
    expect(world.heads.at(-1)?.head).toBe(`11:${last?.hash}`);
  });

  it('are found changed and replaced beside packed ones', async () => {
    const world = startAudit();
    await restore(world.redis, world.keys, before);
    await world.write(3);
    const [id = '', fields = []] =
      (await world.redis.xrange(world.keys.audit(TEAM), '-', '+'))[7] ?? [];
    await world.redis.del(world.keys.audit(TEAM));
    const { stream } = before;
    await restore(world.redis, world.keys, { ...before, stream: stream.slice(0, 7) });
    await world.redis.xadd(
      world.keys.audit(TEAM),
      id,
      ...fields.map((text) => text.replace('U0ASHA', 'U0MALLORY')),
    );
    expect((await world.check(TEAM)).broken).toMatchObject({ kind: 'changed', seq: 8 });
  });
});

describe('a process of the version before, in the middle of an upgrade', () => {
  /** One more change, saved by the older process. */
  async function olderSaves({ redis, keys, audit }: AuditWorld, id: string): Promise<void> {
    const key = keys.record('verification', { team: TEAM, id });
    const record = JSON.parse((await redis.get(key)) ?? '');
    const next = { ...record, revision: record.revision + 1, wrongEntries: 3 };
    const json = JSON.stringify(next);
    const entry = { ...auditEntry('sent', { job: 'byon' }, record, next, 1), saved: sha256(json) };
    const text = canonicalJson(entry);
    await redis.set(key, json);
    await redis.eval(
      APPEND_BEFORE_PACKING,
      2,
      keys.audit(TEAM),
      keys.auditHeads(),
      TEAM,
      text,
      sha256(text),
    );
    expect((await audit.head(TEAM))?.seq).toBeGreaterThan(0);
  }

  it('continues the same chain, in turns with newer ones', async () => {
    const world = startAudit();
    const [one, two] = await world.write(6);
    if (!one || !two) throw new Error('nothing was written');
    await olderSaves(world, one.id);
    await world.create(7);
    await olderSaves(world, two.id);
    await world.create(8);
    expect(await world.check(TEAM)).toMatchObject({ head: { seq: 10 }, broken: undefined });
  });

  it('finds the head of a packed entry, so it does not take Redis for gone back', async () => {
    const world = startAudit();
    await world.write(3);
    expect(await newestHeadBeforePacking(world.redis, world.keys, TEAM)).toBe(
      world.heads.at(-1)?.head,
    );
  });
});

describe('a packed entry', () => {
  const packedAt = async ({ redis, keys }: AuditWorld, place: number) => {
    const items = await redis.xrangeBuffer(keys.audit(TEAM), '-', '+');
    return { items, packed: items[place]?.[1][5] ?? Buffer.alloc(0) };
  };

  async function replaceAt(world: AuditWorld, place: number, edit: (packed: Buffer) => Buffer) {
    const { items } = await packedAt(world, place);
    await world.redis.del(world.keys.audit(TEAM));
    for (const [at, [id, fields]] of items.entries()) {
      const own = fields.map((value, index) => (at === place && index === 5 ? edit(value) : value));
      await world.redis.xadd(world.keys.audit(TEAM), id, ...own);
    }
  }

  it('stores no hash of the entry before it, no workspace and no JSON', async () => {
    const world = startAudit();
    await world.write(3);
    const { items } = await packedAt(world, 0);
    const names = items.map(([, fields]) => fields.filter((_, at) => at % 2 === 0).join(' '));
    expect(new Set(names)).toEqual(new Set(['seq hash packed']));
    expect(items.flat(2).join()).not.toContain(TEAM);
  });

  it.each([
    ['cut short', (packed: Buffer) => packed.subarray(0, -2)],
    ['emptied', () => Buffer.alloc(0)],
    [
      'given the hash of another record',
      (packed: Buffer) => Buffer.concat([Buffer.alloc(32), packed.subarray(32)]),
    ],
    ['replaced by text', () => Buffer.from('{"event":"approve"}')],
  ])('is found when it was %s', async (_what, edit) => {
    const world = startAudit();
    await world.write(6);
    await replaceAt(world, 3, edit);
    expect((await world.check(TEAM)).broken).toMatchObject({ kind: 'changed', seq: 4 });
  });

  it('is found when it took the place of another and the hash was computed anew', async () => {
    const world = startAudit();
    await world.write(6);
    const { items } = await packedAt(world, 0);
    const [id = '', fields = []] = items[3] ?? [];
    const forged = fields.map((value, at) => (at === 3 ? Buffer.from('ab'.repeat(32)) : value));
    await world.redis.del(world.keys.audit(TEAM));
    for (const [at, [own, values]] of items.entries())
      await world.redis.xadd(
        world.keys.audit(TEAM),
        at === 3 ? id : own,
        ...(at === 3 ? forged : values),
      );
    expect((await world.check(TEAM)).broken).toMatchObject({ kind: 'changed', seq: 4 });
  });
});
