import { describe, expect, it } from 'vitest';
import { FINANCE, searchForSecrets, troublesIn } from '../../support/clinic.ts';
import { GUEST, RAVI } from '../../support/world.ts';

searchForSecrets();

describe('the app-level token', () => {
  it('of another app is named with both apps, though Slack accepts it', async () => {
    const appToken = 'xapp-1-A0OTHER-1000-stand-in';
    expect(await troublesIn({ slack: { appToken } })).toEqual([
      expect.stringMatching(
        /^problem Slack app token: belongs to the app A0OTHER, and the bot token to A0VOBIZ: make one under Basic Information, App-Level Tokens, in the app A0VOBIZ, with the scope connections:write$/,
      ),
    ]);
  });

  it('without connections:write is told apart from a wrong one', async () => {
    const appTokenScopes = ['authorizations:read'];
    expect(await troublesIn({ slack: { appTokenScopes } })).toEqual([
      expect.stringMatching(
        /^problem Slack app token: lacks the scope connections:write: make one that has it/,
      ),
    ]);
    expect(await troublesIn({ env: { SLACK_APP_TOKEN: 'xapp-1-A0VOBIZ-1000-mistyped' } })).toEqual([
      expect.stringMatching(
        /^problem Slack app token: Slack says invalid_auth: copy it again from/,
      ),
    ]);
  });

  it.each([
    ['token_revoked', /token_revoked: make a new one under .*connections:write$/],
    ['token_expired', /token_expired: make a new one under .*connections:write$/],
    ['not_allowed_token_type', /not_allowed_token_type: it isn't an app-level token/],
    ['internal_error', /Slack gave no usable answer/],
  ])('that Slack refuses with %s gets the fix for that', async (error, says) => {
    const found = await troublesIn({}, ({ slack }) =>
      slack.fault('apps.connections.open', { error }),
    );
    expect(found).toEqual([expect.stringMatching(says)]);
  });

  it('that does not say its app is not taken for one of the same app', async () => {
    expect(await troublesIn({ slack: { appToken: 'xapp-1000-stand-in' } })).toEqual([
      'unchecked Slack app token: whether it belongs to the same app as the bot token',
    ]);
    const unsaid = await troublesIn({}, ({ slack }) =>
      slack.fault('bots.info', { error: 'bot_not_found' }),
    );
    expect(unsaid).toEqual([expect.stringMatching(/^unchecked Slack app token: whether it/)]);
  });
});

describe('an approvers group', () => {
  const rules = { users: [RAVI, 'U0ASHA'], groups: [FINANCE] };

  it.each([
    ['disabled', { isDisabled: true }, /^problem .*@finance \(S0FINANCE\) is disabled.*Turn it on/],
    ['empty', { users: [] }, /^warning .*@finance \(S0FINANCE\) has no members/],
    ['gone', { id: 'S0OTHER' }, /^problem .*there is no user group S0FINANCE/],
  ])('that is %s is told apart from one that is not', async (_how, change, says) => {
    const group = { id: FINANCE, handle: 'finance', users: ['U0MEERA'], ...change };
    expect(await troublesIn({ rules, slack: { userGroups: [group] } })).toEqual([
      expect.stringMatching(says),
    ]);
  });

  it('that is disabled leaves nobody who can approve, where nobody else is named', async () => {
    const group = { id: FINANCE, handle: 'finance', users: ['U0MEERA'], isDisabled: true };
    expect(
      await troublesIn({ rules: { groups: [FINANCE] }, slack: { userGroups: [group] } }),
    ).toEqual([
      expect.stringMatching(/^problem Approvers: nobody in the policy can approve/),
      expect.stringMatching(/^problem Approvers: .*is disabled/),
    ]);
  });

  it('of guests and of people who left has nobody who can approve', async () => {
    const userGroups = [{ id: FINANCE, handle: 'finance', users: [GUEST, 'U0GONE'] }];
    expect(await troublesIn({ rules: { groups: [FINANCE] }, slack: { userGroups } })).toEqual([
      expect.stringMatching(/^problem Approvers: nobody in the policy can approve/),
      expect.stringMatching(/^warning Approvers: Gita Guest in @finance is a guest/),
      expect.stringMatching(/^warning Approvers: Gopal Gone in @finance has left/),
    ]);
  });
});

describe('what is missing in the environment is told with where it is found', () => {
  it.each([
    [
      'the signing secret over signed HTTP',
      { SLACK_MODE: 'http', SLACK_SIGNING_SECRET: '' },
      /SLACK_SIGNING_SECRET: is needed when SLACK_MODE=http: copy it from Basic Information, App Credentials/,
    ],
    [
      'the app-level token in Socket Mode',
      { SLACK_APP_TOKEN: '' },
      /SLACK_APP_TOKEN: is needed in Socket Mode: make one under Basic Information, App-Level Tokens/,
    ],
  ])('%s', async (_what, env, says) => {
    expect((await troublesIn({ env }))[0]).toMatch(says);
  });
});
