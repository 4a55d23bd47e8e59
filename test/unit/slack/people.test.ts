import { describe, expect, it } from 'vitest';
import { standingIn } from '../../../src/slack/people.ts';

const HOME = 'T0NUMBERS';
const grid = (...teams: string[]) => ({ enterprise_user: { enterprise_id: 'E0CORP', teams } });

describe('what users.info says of a person', () => {
  it.each([
    ['a member', { team_id: HOME }, 'member'],
    ['a member of several workspaces', { team_id: 'T0OTHER', ...grid('T0OTHER', HOME) }, 'member'],
    ['a member of sister workspaces only', { team_id: 'T0OTHER', ...grid('T0OTHER') }, 'external'],
    ['taken out of ours on the Grid', { team_id: HOME, ...grid('T0OTHER') }, 'external'],
    ['of another organisation', { team_id: 'T0PARTNER' }, 'external'],
    ['a stranger', { team_id: HOME, is_stranger: true }, 'external'],
    ['a guest', { team_id: HOME, is_restricted: true }, 'guest'],
    ['a single-channel guest', { team_id: HOME, is_ultra_restricted: true }, 'guest'],
    ['a guest through the Grid', { team_id: 'T0O', ...grid(HOME), is_restricted: true }, 'guest'],
    ['a bot', { team_id: HOME, is_bot: true }, 'bot'],
    ['Slackbot', { id: 'USLACKBOT', team_id: HOME, is_bot: false }, 'bot'],
    ['deactivated', { team_id: HOME, deleted: true, is_restricted: true }, 'deactivated'],
  ])('%s', (_who, user, standing) => {
    expect(standingIn({ ok: true, user }, HOME)).toBe(standing);
  });

  it('anybody of the organisation, where the app is installed in the whole of it', () => {
    const user = { team_id: 'T0OTHER', ...grid('T0OTHER') };
    expect(standingIn({ user }, 'E0CORP')).toBe('member');
    expect(standingIn({ user }, 'E0ELSE')).toBe('external');
  });

  it.each([[{}], [{ user: {} }], [{ user: { team_id: HOME, is_restricted: 'no' } }], [undefined]])(
    'is never read into an answer that does not say it: %j',
    (answer) => expect(() => standingIn(answer, HOME)).toThrow(),
  );
});
