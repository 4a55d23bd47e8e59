import { describe, expect, it } from 'vitest';
import {
  channelIdSchema,
  teamIdSchema,
  userGroupIdSchema,
  userIdSchema,
} from '../../../src/domain/actor.ts';

const SCHEMAS = {
  person: { schema: userIdSchema, kinds: 'UW' },
  workspace: { schema: teamIdSchema, kinds: 'TE' },
  channel: { schema: channelIdSchema, kinds: 'CDG' },
  'user group': { schema: userGroupIdSchema, kinds: 'S' },
};

describe.each(Object.entries(SCHEMAS))('the id of a %s', (_what, { schema, kinds }) => {
  const is = (text: string) => schema.safeParse(text).success;

  it('begins with a letter of its kind', () => {
    const taken = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0'].filter((kind) => is(`${kind}012ABC`));
    expect(taken.toSorted()).toEqual([...kinds].toSorted());
  });

  it('goes on with 2 to 30 capital letters and digits, and nothing around them', () => {
    const [kind] = kinds;
    const [shortest, longest] = [`${kind}0A`, `${kind}${'Z9'.repeat(15)}`];
    expect([shortest, longest].map(is)).toEqual([true, true]);
    const others = [`${kind}0`, `${longest}0`, ` ${shortest}`, `${shortest} `, `${shortest}a`];
    expect(others.filter(is)).toEqual([]);
  });
});

it.each([userIdSchema, channelIdSchema, userGroupIdSchema])(
  'is shown by one where somebody wrote another text into the policy file',
  (schema) => {
    const { error } = schema.safeParse('nonsense');
    const example = error?.issues[0]?.message.match(/like (\w+)$/)?.[1];
    expect(schema.parse(example)).toBe(example);
  },
);
