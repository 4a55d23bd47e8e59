import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/stand-in.ts';

let slack: SlackStandIn;
let client: WebClient;
beforeEach(async () => {
  slack = await startSlackStandIn();
  client = new WebClient(slack.workspace.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
  });
});
afterEach(() => slack.stop());

const file = { filename: 'a.csv', title: 'A', content: 'número,₹\r\n', initial_comment: 'Here' };
const refusedWith = (error: string) => ({ data: { ok: false, error } });

describe('files at the stand-in', () => {
  it('arrive whole in the direct messages of one person, announced by a message', async () => {
    await client.filesUploadV2({ channel_id: 'D0ASHA', ...file });
    const [shared, ...others] = slack.files('U0ASHA');
    expect(others).toEqual([]);
    expect(shared).toMatchObject({ filename: 'a.csv', title: 'A', content: 'número,₹\r\n' });
    expect(slack.directMessages('U0ASHA')).toMatchObject([{ text: 'Here', files: [shared?.id] }]);
    expect(slack.unknownMethods).toEqual([]);
  });

  it('are not shared to a user id', async () => {
    const toPerson = client.filesUploadV2({ channel_id: 'U0ASHA', ...file });
    await expect(toPerson).rejects.toMatchObject(refusedWith('invalid_arguments'));
    expect(slack.files('U0ASHA')).toEqual([]);
  });

  it('are refused without files:write, naming the scope', async () => {
    slack.workspace.scopes = slack.workspace.scopes.filter((scope) => scope !== 'files:write');
    const refused = client.filesUploadV2({ channel_id: 'D0ASHA', ...file });
    await expect(refused).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'files:write' },
    });
  });

  it('are not there before their bytes came, all of them', async () => {
    const asked = { filename: 'a.csv', length: 5 };
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal(asked);
    const share = () =>
      client.files.completeUploadExternal({ files: [{ id: file_id }], channel_id: 'D0ASHA' });
    expect((await fetch(upload_url, { method: 'POST', body: 'four' })).status).toBe(400);
    await expect(share()).rejects.toMatchObject(refusedWith('file_not_found'));
    expect((await fetch(upload_url, { method: 'POST', body: 'fives' })).status).toBe(200);
    await share();
    expect(slack.files('U0ASHA')).toMatchObject([{ content: 'fives' }]);
  });
});
