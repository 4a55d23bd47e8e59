import type { Ref } from '../domain/record.ts';

/** Every key of the bot. The prefix is a hash tag, so on Redis Cluster all keys of a script share one slot. */
export function createKeys(prefix: string) {
  const tag = `{${prefix}}`;
  const team = (teamId: string, ...rest: string[]) => [tag, teamId, ...rest].join(':');
  return {
    bullPrefix: tag,
    /** BullMQ's log of what jobs did. We read it nowhere. */
    jobEvents: () => `${tag}:orders:events`,
    record: (kind: string, ref: Ref) => team(ref.team, kind, ref.id),
    /** Ids by time of creation; without a name, of all records of this kind. */
    list: (kind: string, teamId: string, name?: string) =>
      team(teamId, `${kind}s`, ...(name === undefined ? [] : [name])),
    /** Hash: `team|kind` -> how far all its records have been put on their lists. */
    relisted: () => `${tag}:relisted`,
    /** Sorted set: number -> when the team got it, epoch ms. */
    numbers: (teamId: string) => team(teamId, 'numbers'),
    /** Sorted set: id of a record -> the digits of the number it gives, which a score holds exactly. */
    numberRecords: (teamId: string) => team(teamId, 'number-records'),
    /** Sorted set: number that went back to Vobiz -> when, epoch ms. */
    numbersGivenBack: (teamId: string) => team(teamId, 'numbers-given-back'),
    /** Sorted set: country of the team's numbers -> when the team got one there. */
    numberCountries: (teamId: string) => team(teamId, 'number-countries'),
    /** Hash: number -> what was last seen of it at Vobiz. */
    lastSeen: (teamId: string) => team(teamId, 'last-seen'),
    /** Hash: number of the account that nobody bought here -> when that was told, and what was answered. */
    appeared: (teamId: string) => team(teamId, 'appeared'),
    /** Set of such numbers that wait for an answer. */
    appearedOpen: (teamId: string) => team(teamId, 'appeared-open'),
    /** Hash: message about such numbers -> how often what it says has changed. */
    appearedNotices: (teamId: string) => team(teamId, 'appeared-notices'),
    holder: (kind: string, teamId: string, what: string) => team(teamId, `open-${kind}`, what),
    counters: (teamId: string, month: string) => team(teamId, 'counters', month),
    /** Hash: currency -> monthly fees of all numbers, owned and asked for, minor units. */
    fees: (teamId: string) => team(teamId, 'fees'),
    /** Hash: id of an order -> its part of them: `INR 25000`. */
    feesOf: (teamId: string) => team(teamId, 'fees-of'),
    audit: (teamId: string) => team(teamId, 'audit'),
    /** Hash: seq of the last entry of a file -> what signs that file off. */
    auditArchived: (teamId: string) => team(teamId, 'audit-archived'),
    /** Hash: team -> `seq:hash` of its last audit entry. */
    auditHeads: () => `${tag}:audit-heads`,
    cardAt: (teamId: string, channel: string, ts: string) => team(teamId, 'card-at', channel, ts),
    delivery: (ref: Ref) => team(ref.team, 'delivery', ref.id),
    /** What a weekly digest says. */
    digest: (ref: Ref) => team(ref.team, 'digest', ref.id),
    draft: (ref: Ref) => team(ref.team, 'draft', ref.id),
    codesSent: (teamId: string, e164: string) => team(teamId, 'codes-sent', e164),
    codeModals: (ref: Ref) => team(ref.team, 'code-windows', ref.id),
    /** Set of submitted forms whose outcome is not shown yet: `team|id`. */
    submitted: () => `${tag}:submitted-drafts`,
    /** Sorted set `team|id` -> when the sweep must visit the record, epoch ms. */
    due: () => `${tag}:due`,
    /** Hash: kind of record -> how far the slow pass through all that are open has come. */
    fullPass: () => `${tag}:full-pass`,
    open: (kind: string) => `${tag}:open-${kind}s`,
    availability: (country: string, region: string) => `${tag}:availability:${country}:${region}`,
    regions: (country: string) => `${tag}:regions:${country}`,
    accountSeen: () => `${tag}:account-seen`,
    numbersSeen: () => `${tag}:numbers-seen`,
    /** Hash: user -> ISO code. */
    lastCountries: (teamId: string) => team(teamId, 'last-countries'),
    /** Hash: somebody who is being forgotten -> their pseudonym, until it is done. */
    forgetting: (teamId: string) => team(teamId, 'forgetting'),
    homes: (teamId: string) => team(teamId, 'homes'),
    setUp: (teamId: string, user: string) => team(teamId, 'set-up', user),
    /** Hash: user -> SHA-256 of the Home they see. */
    homesShown: (teamId: string) => team(teamId, 'homes-shown'),
    staleHomes: (teamId: string) => team(teamId, 'homes-behind'),
    /** Written only to see whether replicas confirm it. */
    rehearsal: () => `${tag}:rehearsal`,
    probe: (type: string) => `${tag}:probe:${type}`,
    heartbeat: () => `${tag}:heartbeat`,
    connectSetUp: () => `${tag}:connect-set-up`,
    /** Hash: kind of record -> after how many of them cards still lack Connect. */
    connectCards: () => `${tag}:connect-cards`,
    vobizPause: () => `${tag}:vobiz-pause`,
    vobizPauseLength: () => `${tag}:vobiz-pause-ms`,
    /** Sorted set: `team|id` -> by when Vobiz must be looked at for it, epoch ms. */
    looks: () => `${tag}:looks`,
    /** Who reads the account's lists now. */
    reader: () => `${tag}:reader`,
    /** What readings leave for each other. */
    reading: () => `${tag}:reading`,
    /** What the last look at everything found. */
    watched: () => `${tag}:watched`,
    sweepTurn: () => `${tag}:sweep-turn`,
    sweepFinished: () => `${tag}:sweep-finished`,
    sweepFailed: () => `${tag}:sweep-failed`,
  };
}
export type Keys = ReturnType<typeof createKeys>;
