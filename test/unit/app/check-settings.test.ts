import { expect, it } from 'vitest';
import { checkEnvironment } from '../../../src/app/doctor/check-settings.ts';

const ENV = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  VOBIZ_AUTH_ID: 'MA_1',
  VOBIZ_AUTH_TOKEN: 'secret',
};

it.each([
  ['599999', ['ok', 'warning']],
  ['600000', ['ok']],
  [undefined, ['ok']],
])('of WATCH_EVERY_MS=%s it says whether absence can be doubted', (every, verdicts) => {
  const { diagnoses } = checkEnvironment({ ...ENV, ...(every && { WATCH_EVERY_MS: every }) });
  expect(diagnoses.map(({ verdict }) => verdict)).toEqual(verdicts);
});
