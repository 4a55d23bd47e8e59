import { describe, expect, it } from 'vitest';
import {
  cardPlace,
  channelMention,
  clipMrkdwn,
  clipPlain,
  escapeMrkdwn,
  inlineText,
  link,
  slackDate,
  waitText,
} from '../../../src/views/kit/text.ts';
import { byonAlreadyRunning } from '../../../src/views/verification/byon-form.ts';
import { verificationStates } from './views-support.ts';

describe('text that people wrote', () => {
  it('is escaped once, so that nothing in it pings or links', () => {
    expect(escapeMrkdwn('<!channel> & <https://x.y|z>')).toBe(
      '&lt;!channel&gt; &amp; &lt;https://x.y|z&gt;',
    );
    expect(escapeMrkdwn('&lt;')).toBe('&amp;lt;');
  });

  it('is cut between entities, never inside one', () => {
    const escaped = escapeMrkdwn('a&&&&');
    for (let max = 2; max < escaped.length; max += 1) {
      const cut = clipMrkdwn(escaped, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(cut).toMatch(/^(?:a(?:&amp;)*)?…$/);
    }
  });

  it('is cut between emoji, never inside one', () => {
    expect(clipPlain('🙂🙂🙂', 4)).toBe('🙂…');
    expect(clipPlain('🙂🙂', 4)).toBe('🙂🙂');
  });

  it('stays on one line and in one direction inside a sentence', () => {
    expect(inlineText(' a\n\u202Eb\u2067c ', 50)).toBe('a b c');
  });
});

describe('tokens of ours', () => {
  it('are kept whole or left out when a text is cut', () => {
    expect(clipMrkdwn('by <@U0REQUESTER> today', 10)).toBe('by …');
  });

  it('show a moment in the time of each reader, and in UTC where that is not possible', () => {
    expect(slackDate(Date.UTC(2026, 2, 1, 10, 5))).toBe(
      '<!date^1772359500^{date_short_pretty} {time}|1 Mar 2026, 10:05 UTC>',
    );
  });

  it('link to https only', () => {
    expect(link('https://acme.slack.com/p1', 'Open')).toBe('<https://acme.slack.com/p1|Open>');
    expect(link('https://a.b|x> <!channel', 'Open')).toBe('Open');
    expect(link('javascript:alert(1)', 'Open')).toBe('Open');
  });

  it('round a wait up', () => {
    expect(waitText(200)).toBe('about 1 second');
    expect(waitText(30_000)).toBe('about 30 seconds');
    expect(waitText(100_000)).toBe('about 2 minutes');
    expect(waitText(7_200_000)).toBe('about 2 hours');
  });
});

describe('where something is', () => {
  it.each([
    ['C0OPS', '<#C0OPS>'],
    ['G0TWO', '<#G0TWO>'],
    ['D0ASHA', 'your messages with the app'],
    ['D024BE91L', 'your messages with the app'],
  ])('is said in words where it is no channel: %s', (id, says) => {
    expect(channelMention(id)).toBe(says);
  });

  it.each([
    ['C0OPS', '<#C0OPS>'],
    ['D0ASHA', "<@U0ASHA>'s messages with the app"],
  ])('is not called the messages of a reader who may be another: %s', (id, says) => {
    expect(cardPlace(id, 'U0ASHA')).toBe(says);
  });

  it('is told to whoever verifies a number that somebody else verifies in their own messages', () => {
    const verification = { ...verificationStates().code_sent, channel: 'D0ASHA' };
    const view = JSON.stringify(byonAlreadyRunning(verification));
    expect(view).toContain(`The card is in <@${verification.startedBy}>'s messages with the app.`);
    expect(view).not.toContain('your messages');
  });
});
