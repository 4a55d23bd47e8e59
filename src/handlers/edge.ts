import type { App, RespondFn, SlashCommand, ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Actor } from '../domain/actor.ts';
import { errorCode } from '../errors.ts';
import type { PrivateAnswer } from '../slack/answer.ts';
import type { Definition } from '../slack/codec.ts';
import type { Message } from '../slack/door.ts';
import type { Windows } from '../slack/windows.ts';
import { sentence } from '../views/blocks.ts';
import { type Doing, errorSentence } from '../views/errors.ts';
import { noticeView } from '../views/notice.ts';
import { undecodable } from '../views/refusals.ts';
import {
  type Clicked,
  type Interaction,
  readClick,
  readSubmission,
  type Submission,
} from './payloads.ts';
import { retryAfterOf } from './problem.ts';

export type Log = {
  info(fields: object, message?: string): void;
  warn(fields: object, message?: string): void;
  error(fields: object, message?: string): void;
};

/** What a handler is told of the click it handles. */
export type Click = Clicked & {
  actor: Actor;
  ref: string;
  answer: (message: Message) => Promise<void>;
};
export type Command = {
  actor: Actor;
  ref: string;
  channel: string;
  text: string;
  triggerId: string;
  /** Acknowledges with a private message; once, and only before any other answer. */
  reply: (message: Message) => Promise<void>;
  /** Acknowledges in silence, for what answers later. */
  accept: () => Promise<void>;
  answer: (message: Message) => Promise<void>;
};

/** How a submission is acknowledged; `after` runs then, with the id of the view that now stands at Slack. */
export type SubmitReply =
  | { errors: Record<string, string> }
  | {
      view: ModalView;
      after?: (viewId: string) => Promise<void>;
      /** The view shown when `after` fails, so that nothing typed is lost; a notice without it. */
      onFailure?: (sentence: string) => ModalView;
    };

type Deps = {
  app: App;
  homeTeam: string;
  windows: Windows;
  privateAnswer: PrivateAnswer;
  newRef: () => string;
  log: Log;
  observe: (handler: string, outcome: 'ok' | 'error', seconds: number) => void;
};

/**
 * The Slack edge: acknowledge, decode, hand over a typed value and an actor, and make sure that every person is
 * answered whatever happens. Handlers have no try/catch; what they throw ends here with a reference and a sentence.
 */
export function createEdge(deps: Deps) {
  const { app, homeTeam, windows, privateAnswer, newRef, log, observe } = deps;
  const running = new Set<Promise<void>>();

  /** Runs one handler to its end, so that shutting down can wait for it. */
  function run(
    handler: string,
    doing: Doing,
    who: Interaction,
    work: (ref: string) => Promise<void>,
    fail: (sentence: string) => Promise<void>,
  ): Promise<void> {
    const ref = newRef();
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    const task = work(ref)
      .then(() => observe(handler, 'ok', seconds()))
      .catch(async (error: unknown) => {
        observe(handler, 'error', seconds());
        log.error({ event: 'handler.failed', handler, ref, user_id: who.userId, err: error });
        const retryAfterMs = retryAfterOf(error);
        await fail(errorSentence(errorCode(error), { ref, doing, retryAfterMs }));
      })
      .catch((error: unknown) => log.error({ event: 'answer.lost', handler, ref, err: error }));
    running.add(task);
    return task.finally(() => running.delete(task));
  }

  function actorOf(who: Interaction): Actor {
    return { userId: who.userId, teamId: homeTeam, userTeamId: who.userTeam };
  }

  function answerer(who: Interaction, channel: string | undefined, respond: RespondFn | undefined) {
    return (message: Message) => privateAnswer({ userId: who.userId, channel, respond }, message);
  }

  return {
    /** Waits for the handlers that are running. */
    drain: async (): Promise<void> => {
      await Promise.allSettled(running);
    },

    command(
      name: string,
      handle: (command: Command) => Promise<void>,
      doing: (text: string) => Doing,
    ): void {
      app.command(name, async ({ command, ack, respond }) => {
        const who = { userId: command.user_id, userTeam: command.team_id };
        const answer = answerer(who, command.channel_id, respond);
        let acknowledged = false;
        const acknowledge = async (message?: Message) => {
          acknowledged = true;
          await (message ? ack({ response_type: 'ephemeral', ...message }) : ack());
        };
        await run(
          name,
          doing(command.text),
          who,
          (ref) =>
            handle({
              ...commandOf(command),
              actor: actorOf(who),
              ref,
              reply: acknowledge,
              accept: acknowledge,
              answer,
            }),
          (text) => (acknowledged ? answer(sentence(text)) : acknowledge(sentence(text))),
        );
      });
    },

    button<T>(
      def: Definition<T>,
      doing: Doing,
      handle: (value: T, click: Click) => Promise<void>,
    ): void {
      app.action(def.id, async ({ ack, body, respond }) => {
        const acknowledged = ack();
        const clicked = readClick(body);
        const answer = answerer(clicked, clicked.channel, clicked.message && respond);
        await run(
          def.id,
          doing,
          clicked,
          async (ref) => {
            await acknowledged;
            const decoded = def.decode(clicked.value);
            if (!decoded.ok) return answer(undecodable(decoded.why));
            await handle(decoded.value, { ...clicked, actor: actorOf(clicked), ref, answer });
          },
          (text) => answer(sentence(text)),
        );
      });
    },

    /** A choice inside a modal that acts at once. */
    choice(
      input: { actionId: string },
      doing: Doing,
      handle: (click: Click) => Promise<void>,
    ): void {
      app.action(input.actionId, async ({ ack, body }) => {
        const acknowledged = ack();
        const clicked = readClick(body);
        const answer = answerer(clicked, undefined, undefined);
        await run(
          input.actionId,
          doing,
          clicked,
          async (ref) => {
            await acknowledged;
            await handle({ ...clicked, actor: actorOf(clicked), ref, answer });
          },
          (text) => answer(sentence(text)),
        );
      });
    },

    submission<T>(
      def: Definition<T>,
      doing: Doing,
      handle: (value: T, form: Submission & { actor: Actor; ref: string }) => Promise<SubmitReply>,
    ): void {
      app.view({ callback_id: def.id, type: 'view_submission' }, async ({ ack, body, view }) => {
        const submitted = readSubmission(body, view);
        const actor = actorOf(submitted);
        let shown = false;
        let onFailure = (text: string): ModalView => noticeView({ title: 'Not done', text });
        await run(
          def.id,
          doing,
          submitted,
          async (ref) => {
            const decoded = def.decode(view.private_metadata);
            if (!decoded.ok) {
              const notice = noticeView({ title: 'Too old', ...undecodable(decoded.why) });
              return ack({ response_action: 'update', view: notice });
            }
            const reply = await handle(decoded.value, { ...submitted, actor, ref });
            if ('errors' in reply) return ack({ response_action: 'errors', errors: reply.errors });
            await ack({ response_action: 'update', view: reply.view });
            shown = true;
            onFailure = reply.onFailure ?? onFailure;
            await reply.after?.(view.id);
          },
          async (text) => {
            if (shown) await windows.update({ viewId: view.id }, onFailure(text));
            else await ack({ response_action: 'errors', errors: { [firstInput(view)]: text } });
          },
        );
      });
    },
  };
}
export type Edge = ReturnType<typeof createEdge>;

function commandOf(command: SlashCommand) {
  return { channel: command.channel_id, text: command.text.trim(), triggerId: command.trigger_id };
}

/** Slack shows errors only under inputs; a fault of ours is shown under the first one, and the form stays as it is. */
function firstInput(view: ViewOutput): string {
  return Object.keys(view.state.values)[0] ?? '';
}
