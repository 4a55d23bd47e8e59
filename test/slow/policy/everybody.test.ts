import { describe, expect, it, vi } from 'vitest';
import type { PersonActions } from '../../../sandbox/slack/person.ts';
import type { Person } from '../../../sandbox/slack/workspace.ts';
import { auditOf } from '../../support/audit.ts';
import { PHONE } from '../../support/byon.ts';
import { DEEDS, type Scene } from '../../support/deeds.ts';
import { bringNumber, requestNumber, textOf } from '../../support/journeys.ts';
import { startWorld, type World } from '../../support/world.ts';

type Who = { who: string; is: Partial<Person>; says: RegExp };

const GRID = { id: 'E0CORP', name: 'Corp' };
const GUEST = /Guests can't use this app/;
const OUTSIDER = /Only members of this app's workspace/;
const NOBODY = /Only active members of this workspace/;
const REFUSED = new RegExp([GUEST, OUTSIDER, NOBODY].map(({ source }) => source).join('|'));

const REFUSALS: readonly Who[] = [
  { who: 'a guest', is: { kind: 'guest' }, says: GUEST },
  { who: 'a single-channel guest', is: { kind: 'single_channel_guest' }, says: GUEST },
  { who: 'an outsider', is: { kind: 'external', teamId: 'T0PARTNER' }, says: OUTSIDER },
  { who: 'an outsider who claims our team', is: { kind: 'stranger' }, says: OUTSIDER },
  {
    who: 'somebody of a sister workspace alone',
    is: { kind: 'member', teamId: 'T0SISTER', teams: ['T0SISTER'], actsFrom: 'T0NUMBERS' },
    says: OUTSIDER,
  },
  {
    who: 'a guest of ours, member elsewhere on the Grid',
    is: { kind: 'guest', teamId: 'T0SISTER', teams: ['T0SISTER', 'T0NUMBERS'] },
    says: GUEST,
  },
  { who: 'a bot', is: { kind: 'bot' }, says: NOBODY },
  { who: 'somebody deactivated', is: { kind: 'deactivated' }, says: NOBODY },
];

const LET_IN: readonly Omit<Who, 'says'>[] = [
  { who: 'a member', is: {} },
  {
    who: 'a member of ours and of a sister workspace, which is their first',
    is: { teamId: 'T0SISTER', teams: ['T0SISTER', 'T0NUMBERS'], actsFrom: 'T0SISTER' },
  },
  {
    who: 'a member whose clicks name the organisation',
    is: { teamId: 'T0SISTER', teams: ['T0NUMBERS', 'T0SISTER'], actsFrom: GRID.id },
  },
];

/** Somebody who could act a moment ago, and is somebody else by the time they do. */
function join(world: World, id: string, is: Partial<Person>): PersonActions {
  const one: Person = { id, name: id, realName: id, tz: 'Etc/UTC', kind: 'member' };
  world.slack.workspace.people.push(one);
  for (const channel of world.slack.workspace.channels) channel.members.push(id);
  const acting = world.slack.as(id);
  Object.assign(one, is);
  return acting;
}

function shownTo(world: World, userId: string): string[] {
  return [
    ...world.slack.ephemerals(userId),
    ...world.slack.directMessages(userId),
    ...world.slack.viewStack(userId),
  ].map(textOf);
}

async function startScene(): Promise<World & Scene> {
  const world = await startWorld({
    slack: { enterprise: GRID },
    env: { SWEEP_EVERY_MS: '600000' },
  });
  const order = await requestNumber(world, { purpose: 'Secret purpose' });
  const verification = await bringNumber(world, { phone: PHONE });
  return { ...world, order, verification };
}

describe('whoever may not use the bot', () => {
  it.each(REFUSALS)('is refused at every door, and told so: $who', async ({ is, says }) => {
    const scene = await startScene();
    const id = 'U0WALKER';
    const person = join(scene, id, is);
    const before = { audit: await auditOf(scene), vobiz: scene.vobiz.calls.length };
    for (const deed of DEEDS) {
      const told = shownTo(scene, id).length;
      const delivery = await deed.open(scene, person, id);
      expect([deed.name, delivery.ackStatus]).toEqual([deed.name, 200]);
      // Whoever has left the workspace can be sent nothing of our own accord.
      if (deed.answer === 'thread' && is.kind === 'deactivated') continue;
      await vi.waitFor(() => {
        const { answer, name } = deed;
        const answers = {
          ack: () => [JSON.stringify(delivery.ackBody)],
          home: () => [textOf(scene.slack.home(id))],
          message: () => shownTo(scene, id).slice(told),
          thread: () => shownTo(scene, id).slice(told),
        }[answer]();

        expect([name, ...answers]).toEqual([name, expect.stringMatching(says)]);
      }, 5_000);
    }
    const seen = [...shownTo(scene, id), textOf(scene.slack.home(id))].join('\n');
    expect(seen).not.toMatch(/₹|U0ASHA|U0RAVI|Secret purpose|98765 ?01234|ord_|ver_/);
    expect(await auditOf(scene)).toEqual(before.audit);
    expect(scene.vobiz.calls.length).toBe(before.vobiz);
    expect(scene.slack.viewStack(id)).toEqual([]);
  });
});

describe('whoever may', () => {
  it.each(LET_IN)('is refused as a stranger nowhere: $who', async ({ is }) => {
    const scene = await startScene();
    const id = 'U0WALKER';
    const person = join(scene, id, is);
    for (const deed of DEEDS) {
      const { ackStatus, ackBody } = await deed.open(scene, person, id);
      expect([deed.name, ackStatus]).toEqual([deed.name, 200]);
      expect([deed.name, JSON.stringify(ackBody ?? '')]).toEqual([
        deed.name,
        expect.not.stringMatching(REFUSED),
      ]);
    }
    await vi.waitFor(() => expect(textOf(scene.slack.home(id))).toMatch(/home_search/), 5_000);
    expect(shownTo(scene, id).join('\n')).not.toMatch(REFUSED);
    expect((await auditOf(scene)).filter(({ by }) => 'user' in by && by.user === id)).not.toEqual(
      [],
    );
  });
});
