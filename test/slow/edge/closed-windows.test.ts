import { describe, expect, it, vi } from 'vitest';
import { modalIds } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { PHONE } from '../../support/byon.ts';
import { everyValue } from '../../support/every-value.ts';
import { returnable } from '../../support/giving-back.ts';
import { bringNumber, idIn, textOf } from '../../support/journeys.ts';
import { ASHA, OPS } from '../../support/world.ts';

/** What they say can be read again, and nothing was to be done. */
const ONLY_READ: readonly string[] = [modalIds.search.id, modalIds.numbers.id];
const LOOK = { timeout: 8_000, interval: 20 };

describe('a form whose window is closed while its outcome is awaited', () => {
  it('is answered privately, whichever it is', { timeout: 240_000 }, async () => {
    const { world, card } = await returnable();
    const verification = idIn(await bringNumber(world, { phone: PHONE }));
    const order = idIn(card);
    const sample = { ...everyValue({ order, verification, channel: OPS }), record: order };
    const typed = { type: 'plain_text_input', value: '4829', selected_user: ASHA };
    const day = { type: 'datepicker', selected_date: '2099-12-31' };
    const values = Object.fromEntries(
      Object.values(inputs).map(({ blockId, actionId }) => {
        const isDay = blockId === inputs.neededUntil.blockId;
        return [blockId, { [actionId]: isDay ? day : typed }];
      }),
    );
    const { team, bot } = world.slack.workspace;
    world.slack.fault('views.update', { error: 'not_found', times: 10_000 });
    const waited: string[] = [];
    const silent: string[] = [];
    for (const { id, encode } of Object.values(modalIds)) {
      const before = world.slack.directMessages(ASHA).length;
      const { ackBody } = await world.slack.as(ASHA).sendRaw('view_submission', {
        type: 'view_submission',
        api_app_id: bot.appId,
        team: { id: team.id, domain: team.domain },
        user: { id: ASHA, team_id: team.id },
        trigger_id: 'closed',
        response_urls: [],
        view: {
          id: 'V0CLOSED',
          type: 'modal',
          hash: 'closed',
          callback_id: id,
          private_metadata: (encode as (value: unknown) => string)(sample),
          state: { values },
          blocks: [],
        },
      });
      if (ONLY_READ.includes(id) || !/…"/.test(JSON.stringify(ackBody ?? ''))) continue;
      waited.push(id);
      const told = () => world.slack.directMessages(ASHA).slice(before);
      await vi
        .waitFor(() => expect(told().map(textOf).join()).not.toBe(''), LOOK)
        .catch(() => silent.push(id));
    }
    expect(waited).toContain(modalIds.enterCode.id);
    expect(silent).toEqual([]);
  });
});
