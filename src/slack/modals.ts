import type { HomeView, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { createInTurn } from '../in-turn.ts';
import { isAnswer, slackError } from './slack-failure.ts';

/** `hash` changes with every update, so that Slack refuses a stale redraw. */
export type OpenModal = { viewId: string; hash: string };

const answerSchema = z.object({ view: z.object({ id: z.string(), hash: z.string() }) });

/** How many modals' newest drawing is known. */
const DRAWINGS_MAX = 1_000;

/** Throws AppError `slack_*`. Only opening is urgent: the trigger expires. */
export function createModals(clients: { opening: WebClient; updating: WebClient }) {
  const { opening, updating } = clients;
  const opens = (how: 'open' | 'push') => async (triggerId: string, view: ModalView) => {
    try {
      return modalOf(await opening.views[how]({ trigger_id: triggerId, view }));
    } catch (error) {
      throw slackError(`views.${how}`, error);
    }
  };
  const newest = new Map<string, symbol>();
  /** Of two calls under way, Slack may get the later one first. */
  const inTurn = createInTurn();

  return {
    /**
     * Begins to draw a modal again, and answers whether nothing newer was begun since: two choices made quickly may be read in
     * the other order. Known to this process alone; across processes, the modal's hash tells the most.
     */
    begin(viewId: string): () => boolean {
      const drawing = Symbol(viewId);
      newest.delete(viewId);
      newest.set(viewId, drawing);
      const [oldest] = newest.keys();
      if (oldest && newest.size > DRAWINGS_MAX) newest.delete(oldest);
      return () => (newest.get(viewId) ?? drawing) === drawing;
    },
    /** A trigger lives three seconds and opens one view: call these before anything slow. */
    open: opens('open'),
    push: opens('push'),
    /** Undefined when the person closed the modal or it shows something newer. */
    async update(
      modal: { viewId: string; hash?: string },
      view: ModalView,
    ): Promise<OpenModal | undefined> {
      try {
        const { viewId, hash } = modal;
        const change = { view_id: viewId, view, ...(hash && { hash }) };
        return modalOf(await inTurn(viewId, () => updating.views.update(change)));
      } catch (error) {
        if (isAnswer(error, 'not_found', 'hash_conflict')) return undefined;
        throw slackError('views.update', error);
      }
    },
  };
}
export type Modals = ReturnType<typeof createModals>;

function modalOf(answer: unknown): OpenModal {
  const { view } = answerSchema.parse(answer);
  return { viewId: view.id, hash: view.hash };
}

/** Publishes a person's Home. Throws AppError `slack_*`. */
export function createHomePublisher(client: WebClient) {
  return async (userId: string, view: HomeView): Promise<void> => {
    try {
      await client.views.publish({ user_id: userId, view });
    } catch (error) {
      throw slackError('views.publish', error);
    }
  };
}
export type HomePublisher = ReturnType<typeof createHomePublisher>;
