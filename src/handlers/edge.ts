import type { App } from '@slack/bolt';
import type { PrivateAnswer } from '../slack/answer.ts';
import type { Definition } from '../slack/codec.ts';
import type { Message } from '../slack/door.ts';
import { namedText, plainOf } from '../slack/markup.ts';
import type { Windows } from '../slack/windows.ts';
import { sentence } from '../views/blocks.ts';
import type { Doing } from '../views/errors.ts';
import { noticeView } from '../views/notice.ts';
import { undecodable } from '../views/refusals.ts';
import { inTime } from './in-time.ts';
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
  readClick,
  readCommandSent,
  readPickedMessage,
  readSubmission,
  readTabOpened,
  readThreadMessage,
} from './payloads.ts';
import { createRoutes, type OnClick } from './routes.ts';
import { createRunner } from './runner.ts';
import { createTurns } from './turns.ts';
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
  /** What somebody is called; undefined when Slack does not say. */
  nameOf: (userId: string) => Promise<string | undefined>;
};

/** Whom people's answers wait for: Slack and Vobiz take their time, so many are under way at once. */
const BY_PEOPLE = { atOnce: 100, waiting: 1_000 };
/** Nobody waits for an answer to an event, and nobody would send it again: more of them may wait. */
const BY_EVENTS = { atOnce: 20, waiting: 20_000 };

/**
 * The Slack edge: acknowledge, wait in line, decode, hand over a typed value and an actor, and make sure that every person
 * is answered whatever happens. Handlers have no try/catch; what they throw ends here with a reference and a sentence.
 * What cannot even be read, and what nobody here takes, is answered by `createRescue`.
 */
export function createEdge(deps: Deps) {
  const { app, homeTeam, newRef } = deps;
  const ways = createWays(deps);
  const { run, drain } = createRunner(deps);
  const byPeople = createTurns(BY_PEOPLE);
  const byEvents = createTurns(BY_EVENTS);
  const routes = createRoutes(app, {
    click: onClick('unknown', 'click', ({ answer }) => answer(undecodable('old'))),
    submission: async ({ ack }) =>
      ack({
        response_action: 'update',
        view: noticeView({ title: 'Too old', ...undecodable('old') }),
      }),
  });
  /** A click, on a button or on a choice that acts at once. */
  function onClick(
    handler: string,
    doing: Doing,
    handle: (click: Click) => Promise<void>,
  ): OnClick {
    return async ({ ack, body }) => {
      await ack();
      const who = readClick(body);
      const [ref, turn] = [newRef(), byPeople()];
      const { fail, ...reach } = ways(who, ref);
      const work = async (common: Common) => {
        await turn.begin();
        const show = who.view?.type === 'modal' ? reach.push : reach.open;
        await handle({ ...who, ...common, ...reach, show });
      };
      await run({ handler, doing, who, ref, turn }, work, fail);
    };
  }

  return {
    drain,

    command(
      name: string,
      handle: (command: Command) => Promise<void>,
      doing: (text: string) => Doing,
    ): void {
      routes.command(name, async ({ body, ack }) => {
        const who = readCommandSent(body);
        const [ref, turn] = [newRef(), byPeople()];
        const { fail, ...reach } = ways(who, ref);
        let acknowledged = false;
        const reply = async (message?: Message) => {
          acknowledged = true;
          await (message ? ack({ response_type: 'ephemeral', ...message }) : ack());
        };
        const accept = async () => {
          const ours = turn.begin();
          await reply();
          await ours;
        };
        await run(
          { handler: name, doing: doing(who.text), who, ref, turn },
          (common) => handle({ ...who, ...common, ...reach, reply, accept }),
          (text) => (acknowledged ? fail(text) : reply(sentence(text))),
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
      routes.messageShortcut(id, async ({ ack, body }) => {
        await ack();
        const who = readPickedMessage(body);
        const [ref, turn] = [newRef(), byPeople()];
        const { fail, ...reach } = ways(who, ref);
        const work = async (common: Common) => {
          await turn.begin();
          await handle({ ...who, ...common, ...reach });
        };
        await run({ handler: id, doing, who, ref, turn }, work, fail);
      });
    },

    /** Messages in threads, where the app may read them. Nobody waits for an answer, so a failure is only logged. */
    threadMessage(handle: (message: Heard) => Promise<void>): void {
      app.event('message', async ({ event }) => {
        const who = readThreadMessage(event);
        if (!who) return;
        const [ref, turn] = [newRef(), byEvents()];
        const { answer } = ways({ ...who, triggerId: '', responseUrl: undefined }, ref);
        const work = async ({ actor }: Common) => {
          await turn.begin();
          const { markup, ...heard } = who;
          const named = () => namedText(markup, deps.nameOf);
          await handle({ ...heard, actor, answer, text: plainOf(markup), named });
        };
        const about = { handler: 'thread_message', doing: 'look', who, ref, turn } as const;
        await run(about, work, async () => undefined);
      });
    },

    /** Somebody looks at their Home. `fail` says there what went wrong. */
    homeOpened(
      handle: (opened: HomeOpened) => Promise<void>,
      fail: (userId: string, text: string) => Promise<void>,
    ): void {
      app.event('app_home_opened', async ({ event }) => {
        const { userId, channel, tab } = readTabOpened(event);
        if (tab !== 'home') return;
        const [ref, turn] = [newRef(), byEvents()];
        const who = { userId, userTeam: homeTeam };
        const work = async (common: Common) => {
          await turn.begin();
          await handle({ channel, ...common });
        };
        const about = { handler: 'home', doing: 'look', who, ref, turn } as const;
        await run(about, work, (text) => fail(userId, text));
      });
    },

    /**
     * What is wrong with a form is said in its acknowledgement, so judging it does not wait in line; carrying it out does.
     */
    submission<T>(
      def: Definition<T>,
      doing: Doing,
      handle: (value: T, form: Submitted) => Promise<SubmitReply>,
    ): void {
      routes.submission(def.id, async ({ ack, body }) => {
        const who = readSubmission(body);
        const [ref, turn] = [newRef(), byPeople()];
        const { viewId, metadata, values } = who;
        let shown = false;
        let onFailure = failedView;
        await run(
          { handler: def.id, doing, who, ref, turn },
          async (common) => {
            const ours = turn.begin();
            const decoded = def.decode(metadata);
            const reply: SubmitReply = decoded.ok
              ? await inTime(handle(decoded.value, { ...who, ...common }))
              : { view: noticeView({ title: 'Too old', ...undecodable(decoded.why) }) };
            if ('errors' in reply) return ack({ response_action: 'errors', errors: reply.errors });
            await ack({ response_action: 'update', view: reply.view });
            shown = true;
            onFailure = reply.onFailure ?? onFailure;
            await ours;
            await reply.after?.(viewId);
          },
          async (text) => {
            const first = firstInput(values);
            if (shown) await ways(who, ref).tell(viewId, onFailure(text), text);
            else if (first === undefined)
              await ack({ response_action: 'update', view: failedView(text) });
            else await ack({ response_action: 'errors', errors: { [first]: text } });
          },
        );
      });
    },
  };
}

/** Slack shows errors only under inputs; a fault of ours is shown under the first one, and the form stays as it is. */
function firstInput(values: unknown): string | undefined {
  return typeof values === 'object' && values !== null ? Object.keys(values)[0] : undefined;
}

export type Edge = ReturnType<typeof createEdge>;
