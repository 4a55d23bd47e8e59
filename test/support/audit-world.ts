import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { type AuditedRecord, auditEntry, type Source } from '../../src/domain/audit/audit.ts';
import {
  isOver,
  type Verification,
  verificationSchema,
} from '../../src/domain/verification/verification.ts';
import { createAuditCheck } from '../../src/store/audit-check.ts';
import { createAuditLog } from '../../src/store/audit-log.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createRecordStore } from '../../src/store/records.ts';
import { testPrefix, testRedisUrl } from './redis.ts';

export const TEAM = 'T0NUMBERS';
const STARTED_AT = Date.UTC(2026, 10, 5, 9);

/** Records made at `startedAt`, their audit and the check over real Redis, in a namespace of its own. */
export function startAudit({ startedAt = STARTED_AT, redis = new Redis(testRedisUrl()) } = {}) {
  const prefix = testPrefix().replace(/[{}]/g, '');
  onTestFinished(() => redis.disconnect());
  const keys = createKeys(prefix);
  const heads: { team: string; head: string }[] = [];
  const records = createRecordStore<Verification>({
    redis,
    keys,
    kind: 'verification',
    schema: verificationSchema,
    unique: ({ e164 }) => e164,
    ended: isOver,
    onAudited: (audited) => heads.push(audited),
  });
  const audit = createAuditLog({ redis, keys });
  const check = createAuditCheck({ redis, keys, audit });

  const by: Source = { user: 'U0ASHA', team: TEAM };
  const entry = (
    event: string,
    before: AuditedRecord | undefined,
    after: AuditedRecord & { updatedAt: number },
  ) => auditEntry(event, before ? { job: 'byon' } : by, before, after, after.updatedAt);

  async function create(number: number, team = TEAM): Promise<Verification> {
    const record = verification(number, team, startedAt);
    await records.create(record, entry('start', undefined, record));
    return record;
  }

  /** One change: the code is on its way, or one more wrong entry. */
  async function change(before: Verification): Promise<Verification> {
    if (before.state === 'adopted') throw new Error('an adopted number has no code');
    const { kind, id, team, createdAt, startedBy, channel, e164, method } = before;
    const after: Verification = {
      ...{ kind, id, team, createdAt, startedBy, channel, e164, method },
      state: 'code_sent',
      revision: before.revision + 1,
      updatedAt: before.updatedAt + 1000,
      sentAt: before.updatedAt,
      expiresAt: before.updatedAt + 600_000,
      expiryAssumed: false,
      ...{ sends: 1, nextSendAt: 0, resendOpen: false },
      wrongEntries: before.state === 'code_sent' ? before.wrongEntries + 1 : 0,
    };
    const saved = await records.save(after, entry('sent', before, after));
    if (!saved) throw new Error('somebody was faster');
    return after;
  }

  /** `count` entries: records that are created and changed twice each. */
  async function write(count: number): Promise<Verification[]> {
    const made: Verification[] = [];
    for (let left = count; left > 0; left -= 3) {
      let record = await create(made.length);
      if (left > 1) record = await change(record);
      if (left > 2) record = await change(record);
      made.push(record);
    }
    return made;
  }

  return { prefix, redis, keys, heads, records, audit, check, create, change, write };
}
export type AuditWorld = ReturnType<typeof startAudit>;

function verification(number: number, team: string, startedAt: number): Verification {
  return {
    kind: 'verification',
    state: 'sending',
    id: `ver_test${String(number).padStart(8, '0')}`,
    team,
    revision: 1,
    createdAt: startedAt,
    updatedAt: startedAt + number,
    startedBy: 'U0ASHA',
    channel: 'C0OPS',
    e164: `+9198000${String(number).padStart(5, '0')}`,
    method: 'sms',
  };
}
