import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageText, namedText, plainOf } from '../../../src/slack/message-text.ts';
import { escapeMrkdwn } from '../../../src/views/kit/text.ts';

describe('the text of a message', () => {
  it.each([
    ['R&amp;D &lt;b&gt;', 'R&D <b>'],
    ['&amp;lt; is how it is written', '&lt; is how it is written'],
    ['see <https://a.example/x?a=1&amp;b=2>', 'see https://a.example/x?a=1&b=2'],
    ['see <https://a.example|the R&amp;D plan>', 'see the R&D plan'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['<mailto:a@b.example>', 'a@b.example'],
    ['<tel:+919876501234|+91 98765 01234>', '+91 98765 01234'],
    ['<tel:+919876501234|call us>', 'call us +919876501234'],
    ['<@U0RAVI|ravi> and <@W0MEERA>', '@ravi and @W0MEERA'],
    ['<#C0OPS|ops>, <#C0PRIVATE|>, <#C0X>', '#ops, #C0PRIVATE, #C0X'],
    ['<!here> <!subteam^S0FIN|@finance> <!subteam^S0FIN>', '@here @finance @S0FIN'],
    ['<!date^1772359200^{time}|10:00>', '10:00'],
    ['a < b & c > d', 'a < b & c > d'],
    ['<>', '<>'],
    ['', ''],
  ])('is what people read: %s', (markup, plain) => {
    expect(plainOf(markup)).toBe(plain);
  });

  it('is decoded once, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(plainOf(escapeMrkdwn(typed))).toBe(typed);
      }),
    );
  });

  it('names the people in it, each looked up once, and leaves who has no name as an id', async () => {
    const asked: string[] = [];
    const nameOf = async (id: string) => {
      asked.push(id);
      return id === 'U0RAVI' ? 'Ravi' : undefined;
    };
    const named = await namedText('<@U0RAVI>, <@U0RAVI>, <@U0GONE> &amp; <@U1|dev>', nameOf);
    expect(named).toBe('@Ravi, @Ravi, @U0GONE & @dev');
    expect(asked).toEqual(['U0RAVI', 'U0GONE']);
  });
});

describe('what people read in a message', () => {
  const rich = (...elements: object[]) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements }],
  });

  it.each([
    ['its text', { text: 'R&amp;D: +91 98765 01234' }, 'R&D: +91 98765 01234'],
    [
      'rich text, joined where the style changes',
      {
        text: '',
        blocks: [
          rich({ type: 'text', text: '+91 98765 ' }, { type: 'text', text: '01234', style: {} }),
        ],
      },
      '+91 98765 01234',
    ],
    [
      'a list and a quote in rich text',
      {
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_list',
                elements: [
                  { type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] },
                ],
              },
              { type: 'rich_text_quote', elements: [{ type: 'link', url: 'tel:+911' }] },
            ],
          },
        ],
      },
      'one\n+911',
    ],
    [
      'sections, fields, headers and contexts of an app',
      {
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'A &amp; B' } },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: 'Call <tel:+911|+911>' },
            fields: [
              { type: 'mrkdwn', text: '*Phone*' },
              { type: 'mrkdwn', text: '+912' },
            ],
            accessory: { type: 'button', value: '+919', text: { type: 'plain_text', text: 'Go' } },
          },
          { type: 'context', elements: [{ type: 'mrkdwn', text: '+913' }] },
        ],
      },
      'A &amp; B\nCall +911\n*Phone*\n+912\nGo\n+913',
    ],
    [
      'an attachment of an app, with its fields and without its fallback',
      {
        text: '',
        attachments: [
          { fallback: 'twice', title: 'New lead', fields: [{ title: 'Phone', value: '+911' }] },
        ],
      },
      'New lead\nPhone\n+911',
    ],
    [
      'an attachment that has nothing else',
      { attachments: [{ fallback: 'Lead: +911' }] },
      'Lead: +911',
    ],
    [
      'the blocks of a forwarded message',
      {
        text: 'fyi',
        attachments: [
          {
            is_share: true,
            fallback: '[June 1st] asha: +911',
            from_url: 'https://x.slack.com/archives/C1/p1772359200000100',
            message_blocks: [
              {
                team: 'T1',
                channel: 'C1',
                message: { blocks: [rich({ type: 'text', text: '+911' })] },
              },
            ],
          },
        ],
      },
      'fyi\n+911',
    ],
    [
      'the cells of a table',
      { blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: '+911' }]] }] },
      '+911',
    ],
    ['nothing', { text: null, blocks: 7, attachments: [null, 'x'] }, ''],
    ['no message', null, ''],
  ])('is %s', (_what, message, text) => {
    expect(messageText(message)).toBe(text);
  });
});
