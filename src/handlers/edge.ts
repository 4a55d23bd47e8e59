import type { App, ViewOutput } from '@slack/bolt';
import type { Actor } from '../domain/actor.ts';
import type { PrivateAnswer } from '../slack/answer.ts';
import type { Definition } from '../slack/codec.ts';
import type { Message } from '../slack/door.ts';
import type { Windows } from '../slack/windows.ts';
import { sentence } from '../views/blocks.ts';
import { type Doing, errorSentence } from '../views/errors.ts';
import { noticeView } from '../views/notice.ts';
import { undecodable } from '../views/refusals.ts';
import type {
  Click,
  Command,
  Common,
  Heard,
  HomeOpened,
  Picked,
  SubmitReply,
  Submitted,
} from './interaction.ts';
import {
  type Interaction,
  readClick,
  readPickedMessage,
  readSubmission,
  readThreadMessage,
} from './payloads.ts';
import { problemOf } from './problem.ts';
import { createRoutes, type OnClick } from './routes.ts';
import { createWays, failedView } from './ways.ts';

type Log = { error(fields: object, message?: string): void };

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
  const { app, homeTeam, newRef, log, observe } = deps;
  const ways = createWays(deps);
  const routes = createRoutes(app, {
    click: onClick('unknown', 'click', ({ answer }) => answer(undecodable('old'))),
    submission: async ({ ack }) =>
      ack({
        response_action: 'update',
        view: noticeView({ title: 'Too old', ...undecodable('old') }),
      }),
  });
  const running = new Set<Promise<void>>();

  /** Runs one handler to its end, so that shutting down can wait for it. */
  function run(
    handler: string,
    doing: Doing,
    who: Interaction,
    work: (common: Common) => Promise<void>,
    fail: (sentence: string) => Promise<void>,
  ): Promise<void> {
    const ref = newRef();
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    const problem = (error: unknown) => {
      log.error({ event: 'handler.failed', handler, ref, user_id: who.userId, err: error });
      return problemOf(error, ref);
    };
    const task = work({ actor: actorOf(who), ref, problem })
      .then(() => observe(handler, 'ok', seconds()))
      .catch(async (error: unknown) => {
        observe(handler, 'error', seconds());
        const { code, ...about } = problem(error);
        await fail(errorSentence(code, { ...about, doing }));
      })
      .catch((error: unknown) => log.error({ event: 'answer.lost', handler, ref, err: error }));
    running.add(task);
    return task.finally(() => running.delete(task));
  }

  function actorOf(who: Interaction): Actor {
    return { userId: who.userId, teamId: homeTeam, userTeamId: who.userTeam };
  }

  /** A click, on a button or on a choice that acts at once. */
  function onClick(id: string, doing: Doing, handle: (click: Click) => Promise<void>): OnClick {
    return async ({ ack, body, respond }) => {
      const acknowledged = ack();
      const clicked = readClick(body);
      const { triggerId, channel, message } = clicked;
      const { fail, ...reach } = ways(clicked, triggerId, channel, message && respond);
      const work = async (common: Common) => {
        await acknowledged;
        const show = clicked.view?.type === 'modal' ? reach.push : reach.open;
        await handle({ ...clicked, ...common, ...reach, show });
      };
      await run(id, doing, clicked, work, fail);
    };
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
      routes.command(name, async ({ command, ack, respond }) => {
        const who = { userId: command.user_id, userTeam: command.team_id };
        const channel = command.channel_id;
        const { fail, ...reach } = ways(who, command.trigger_id, channel, respond);
        let acknowledged = false;
        const acknowledge = async (message?: Message) => {
          acknowledged = true;
          await (message ? ack({ response_type: 'ephemeral', ...message }) : ack());
        };
        const told = {
          channel,
          text: command.text.trim(),
          reply: acknowledge,
          accept: acknowledge,
        };
        await run(
          name,
          doing(command.text),
          who,
          (common) => handle({ ...told, ...common, ...reach }),
          (text) => (acknowledged ? fail(text) : acknowledge(sentence(text))),
        );
      });
    },

    button<T>(
      def: Definition<T>,
      doing: Doing,
      handle: (value: T, click: Click) => Promise<void>,
    ): void {
      const decode = async (click: Click) => {
        const decoded = def.decode(click.value);
        if (decoded.ok) await handle(decoded.value, click);
        else await click.answer(undecodable(decoded.why));
      };
      routes.click(def.id, onClick(def.id, doing, decode));
    },

    /** A choice inside a modal that acts at once. */
    choice(
      input: { actionId: string },
      doing: Doing,
      handle: (click: Click) => Promise<void>,
    ): void {
      routes.click(input.actionId, onClick(input.actionId, doing, handle));
    },

    /** A shortcut picked from the menu of a message. */
    messageShortcut(
      { id }: { id: string },
      doing: Doing,
      handle: (picked: Picked) => Promise<void>,
    ): void {
      routes.messageShortcut(id, async ({ ack, body, respond }) => {
        const acknowledged = ack();
        const picked = readPickedMessage(body);
        const { fail, ...reach } = ways(picked, picked.triggerId, picked.channel, respond);
        const work = async (common: Pick<Click, 'actor' | 'ref' | 'problem'>) => {
          await acknowledged;
          await handle({ ...picked, ...common, ...reach });
        };
        await run(id, doing, picked, work, fail);
      });
    },

    /** Messages in threads, where the app may read them. Nobody waits for an answer, so a failure is only logged. */
    threadMessage(handle: (message: Heard) => Promise<void>): void {
      app.event('message', async ({ event }) => {
        const message = readThreadMessage(event);
        if (!message) return;
        const { answer } = ways(message, '', message.channel);
        const work = ({ actor }: Pick<Click, 'actor'>) => handle({ ...message, actor, answer });
        await run('thread_message', 'look', message, work, async () => undefined);
      });
    },

    /** Somebody looks at their Home. `fail` says there what went wrong. */
    homeOpened(
      handle: (opened: HomeOpened) => Promise<void>,
      fail: (userId: string, text: string) => Promise<void>,
    ): void {
      app.event('app_home_opened', async ({ event: { user: userId, channel, tab } }) => {
        if (tab !== 'home') return;
        const work = (common: Common) => handle({ channel, ...common });
        const who = { userId, userTeam: homeTeam };
        await run('home', 'look', who, work, (text) => fail(userId, text));
      });
    },

    submission<T>(
      def: Definition<T>,
      doing: Doing,
      handle: (value: T, form: Submitted) => Promise<SubmitReply>,
    ): void {
      routes.submission(def.id, async ({ ack, body, view }) => {
        const submitted = readSubmission(body, view);
        let shown = false;
        let onFailure = failedView;
        await run(
          def.id,
          doing,
          submitted,
          async (common) => {
            const decoded = def.decode(view.private_metadata);
            const reply: SubmitReply = decoded.ok
              ? await handle(decoded.value, { ...submitted, ...common })
              : { view: noticeView({ title: 'Too old', ...undecodable(decoded.why) }) };
            if ('errors' in reply) return ack({ response_action: 'errors', errors: reply.errors });
            await ack({ response_action: 'update', view: reply.view });
            shown = true;
            onFailure = reply.onFailure ?? onFailure;
            await reply.after?.(view.id);
          },
          async (text) => {
            if (shown) await ways(submitted, '').tell(view.id, onFailure(text), text);
            else await ack({ response_action: 'errors', errors: { [firstInput(view)]: text } });
          },
        );
      });
    },
  };
}
export type Edge = ReturnType<typeof createEdge>;

/** Slack shows errors only under inputs; a fault of ours is shown under the first one, and the form stays as it is. */
function firstInput(view: ViewOutput): string {
  return Object.keys(view.state.values)[0] ?? '';
}
