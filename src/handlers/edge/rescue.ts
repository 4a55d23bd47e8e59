import { z } from 'zod';
import type { Log } from '../../runtime.ts';
import type { Rescue, Unanswered } from '../../slack/listener.ts';
import type { PrivateAnswer } from '../../slack/private-answer.ts';
import { sentence } from '../../views/kit/blocks.ts';
import { errorSentence } from '../../views/kit/error-sentences.ts';
import { notDone } from '../../views/kit/modal-parts.ts';

const text = z.string().min(1).optional().catch(undefined);
const withId = z.object({ id: text }).optional().catch(undefined);
const someoneSchema = z.object({
  type: text,
  command: text,
  user_id: text,
  user: withId,
  channel_id: text,
  channel: withId,
  container: z.object({ channel_id: text }).optional().catch(undefined),
  response_url: text,
  view: z.unknown().optional(),
  actions: z.unknown().optional(),
  event: z.unknown().optional(),
});

type Made = z.infer<typeof someoneSchema>;

/**
 * The safety net for everything Slack sends: acknowledges what nobody else did, logs it with a reference, and tells the
 * person, in the acknowledgement if Slack shows it, else privately.
 */
export function createRescue(deps: {
  privateAnswer: PrivateAnswer;
  newRef: () => string;
  log: Pick<Log, 'error'>;
}): Rescue {
  const { privateAnswer, newRef, log } = deps;

  async function tell(left: Unanswered, made: Made, ref: string): Promise<void> {
    const says = errorSentence('slack_unreadable', { ref, doing: 'read' });
    const shown = answerIn(made, says);
    await left.ack?.(shown);
    const isEvent = made.event !== undefined;
    if ((left.ack && shown !== undefined) || isEvent) return;
    const told = await privateAnswer(
      {
        userId: made.user?.id ?? made.user_id,
        channel: made.channel?.id ?? made.channel_id ?? made.container?.channel_id,
        responseUrl: made.response_url,
      },
      sentence(says),
    );
    if (!told) log.error({ event: 'answer.lost', handler: 'payload', ref });
  }

  return async (left) => {
    const made = someoneSchema.safeParse(left.body).data ?? {};
    const ref = newRef();
    try {
      // Nobody waits for an answer when they close a modal.
      if (made.type === 'view_closed' && left.error === undefined) return await left.ack?.();
      const { type, user, user_id } = made;
      const userId = user?.id ?? user_id;
      log.error({ event: 'payload.unread', ref, type, user_id: userId, err: left.error });
      await tell(left, made, ref);
    } catch (error) {
      log.error({ event: 'answer.lost', handler: 'payload', ref, err: error });
    }
  };
}

/** What Slack shows from an acknowledgement: a command's message, a form's view. Otherwise undefined. */
function answerIn({ type, command, user_id, view, actions }: Made, says: string): unknown {
  if (type === 'block_suggestion') return { options: [] };
  if (type === 'view_submission' || (type === undefined && view !== undefined && !actions))
    return { response_action: 'update', view: notDone(says) };
  // Only commands have flat fields.
  if (command !== undefined || user_id !== undefined)
    return { response_type: 'ephemeral', ...sentence(says) };
  return undefined;
}
