import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { deedSchema, perform } from '../slack/deeds.ts';
import { CannotDoThat } from '../slack/find-element.ts';
import { sendJson } from '../slack/http.ts';
import { connected, takeFirstStep } from './first-steps.ts';
import type { Scene } from './items.ts';
import { after } from './leaps.ts';
import type { RestartableBot } from './restartable-bot.ts';
import { LEAPS } from './shown-clock.ts';
import { FIRST_STEPS } from './shown-steps.ts';

type Action = (body: unknown, response: ServerResponse) => Promise<void>;

const stepSchema = z.object({ step: z.enum(FIRST_STEPS.map(({ step }) => step)) });
const leapSchema = z.object({ leap: z.enum(LEAPS.map(({ leap }) => leap)) });
const botWishSchema = z.object({ do: z.enum(['start', 'stop', 'kill', 'restart']) });

async function control(
  bot: RestartableBot,
  wish: z.infer<typeof botWishSchema>['do'],
): Promise<void> {
  if (wish !== 'start') await bot.stop(wish === 'kill' ? 'SIGKILL' : 'SIGTERM');
  if (wish === 'start' || wish === 'restart') bot.start();
}

/** What a page may ask for, by address: what a person does, the switches of Vobiz, the clock and the bot's process. */
export function createPageActions(scene: Scene, changed: () => void): Record<string, Action> {
  const { slack, vobiz, bot } = scene;
  return {
    async '/do'(body, response) {
      const wish = deedSchema.safeParse(body);
      if (!wish.success) {
        return sendJson(response, 400, { ok: false, error: z.prettifyError(wish.error) });
      }
      try {
        const { delivery, offered } = await perform(slack, wish.data);
        const { error, toldPerson } = delivery ?? {};
        sendJson(response, 200, { ok: true, error, toldPerson, offered });
      } catch (error) {
        if (!(error instanceof CannotDoThat)) throw error;
        sendJson(response, 409, { ok: false, error: error.message });
      }
    },

    async '/vobiz'(body, response) {
      const answer = await fetch(`${vobiz.url}/sandbox/do`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      changed();
      sendJson(response, answer.status, await answer.json());
    },

    async '/step'(body, response) {
      const wish = stepSchema.safeParse(body);
      if (!wish.success) return sendJson(response, 400, { says: 'There is no such step.' });
      sendJson(response, 200, await takeFirstStep(scene, wish.data.step));
      changed();
    },

    async '/clock'(body, response) {
      const wish = leapSchema.safeParse(body);
      if (!wish.success) return sendJson(response, 400, { ok: false, error: 'no such leap' });
      await scene.moveTo(after(wish.data.leap, scene.now()));
      await connected(scene);
      sendJson(response, 200, { ok: true });
    },

    async '/bot'(body, response) {
      const wish = botWishSchema.safeParse(body);
      if (!wish.success) return sendJson(response, 400, { ok: false, error: 'no such switch' });
      await control(bot, wish.data.do);
      sendJson(response, 200, { ok: true });
    },
  };
}
