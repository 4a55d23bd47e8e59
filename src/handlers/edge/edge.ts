import type { App } from '@slack/bolt';
import type { PlainTextOption } from '@slack/types';
import type { Barred } from '../../domain/policy/policy.ts';
import type { Definition } from '../../slack/codec.ts';
import { namedText, plainOf } from '../../slack/message-text.ts';
import type { Modals } from '../../slack/modals.ts';
import type { PrivateAnswer } from '../../slack/private-answer.ts';
import type { Doing } from '../../views/kit/error-sentences.ts';
import { tooOld } from '../../views/kit/modal-parts.ts';
import { forbiddenAnswer, undecodable } from '../../views/kit/refusals.ts';
import type {
  Click,
  Command,
  Common,
  HomeOpened,
  Opens,
  Picked,
  SubmitReply,
  Submitted,
  ThreadListener,
  Written,
} from './interaction.ts';
import {
  type Reach,
  readClick,
  readCommandSent,
  readPickedMessage,
  readTabOpened,
  readThreadMessage,
  readTyping,
  type Typing,
} from './payloads.ts';
import { createResponder } from './responder.ts';
import { createRoutes, createSubmissions, type OnClick } from './routes.ts';
import { createRunner, type RunnerDeps } from './runner.ts';
import { createTurns } from './turns.ts';

type Deps = RunnerDeps & {
  app: App;
  modals: Modals;
  privateAnswer: PrivateAnswer;
  newRef: () => string;
  /** Undefined when Slack does not say. */
  nameOf: (userId: string) => Promise<string | undefined>;
};

/** People wait for these; Slack and Vobiz are slow, so many run at once. Nobody has more than a tenth of the room. */
const BY_PEOPLE = {
  all: { atOnce: 100, waiting: 1_000 },
  each: { atOnce: 10, waiting: 250 },
};
/** Nobody waits for an event's answer, but nobody resends one either: let more queue up. */
const BY_EVENTS = {
  all: { atOnce: 20, waiting: 20_000 },
  each: { atOnce: 4, waiting: 10_000 },
};

/**
 * The Slack edge: acknowledge, queue, admit those who may use the bot, decode, and pass on a typed value and an actor.
 * Everyone gets an answer. Handlers have no try/catch: what they throw becomes a sentence with a reference here.
 * `createRescue` answers what is unreadable or unknown.
 */
export function createEdge(deps: Deps) {
  const { app, homeTeam, newRef, log } = deps;
  const responder = createResponder(deps);
  const { run, drain } = createRunner(deps);
  const byPeople = createTurns(BY_PEOPLE);
  const byEvents = createTurns(BY_EVENTS);
  const onSubmission = createSubmissions({ ...deps, responder, run, newTurn: byPeople });
  const routes = createRoutes(app, {
    click: onClick('unknown', 'click', ({ answer }) => answer(undecodable('old'))),
    submission: onSubmission('unknown', 'click', async () => ({
      view: tooOld(undecodable('old')),
    })),
  });

  function forPerson<Who extends Reach>(
    { handler, doing, who }: { handler: string; doing: Doing; who: Who },
    work: (given: Who & Common & Opens) => Promise<void>,
  ): Promise<void> {
    const [ref, turn] = [newRef(), byPeople(who.userId)];
    const { fail, ...reach } = responder(who, ref);
    return run(
      { handler, doing, who, ref, turn },
      {
        work: (common) => work({ ...who, ...common, ...reach }),
        fail,
        refuse: (why) => reach.answer(forbiddenAnswer(why)),
      },
    );
  }

  /** A click on a button, or a choice that acts at once. */
  function onClick(
    handler: string,
    doing: Doing,
    handle: (click: Click) => Promise<void>,
  ): OnClick {
    return async ({ ack, body }) => {
      await ack();
      const who = readClick(body);
      const { view } = who;
      await forPerson({ handler, doing, who }, (click) =>
        handle({ ...click, show: view?.type === 'modal' ? click.over(view) : click.open }),
      );
    };
  }

  /** What a thread message is about. If that fails, we cannot know whether anybody waits for an answer. */
  async function concerned<T>(listener: ThreadListener<T>, message: Written, ref: string) {
    try {
      return await listener.concerned(message, homeTeam);
    } catch (error) {
      log.error({ event: 'handler.failed', handler: 'thread_message', ref, err: error });
      return undefined;
    }
  }

  return {
    drain,

    command(
      name: string,
      handle: (command: Command) => Promise<void>,
      doing: (text: string) => Doing,
    ): void {
      routes.commands.set(name, async ({ body, ack }) => {
        await ack();
        const who = readCommandSent(body);
        await forPerson({ handler: name, doing: doing(who.text), who }, handle);
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
      routes.clicks.set(def.id, onClick(def.id, doing, decode));
    },

    /** A choice inside a modal that acts at once. */
    choice(
      input: { actionId: string },
      doing: Doing,
      handle: (click: Click) => Promise<void>,
    ): void {
      routes.clicks.set(input.actionId, onClick(input.actionId, doing, handle));
    },

    /**
     * A menu that asks for its options whenever somebody opens it or types. Slack waits three seconds, so `offer` answers from
     * what is at hand, and nobody is looked up: the modal opened only for somebody who may use the bot. Failing, it is empty.
     */
    menu(input: { actionId: string }, offer: (typing: Typing) => Promise<PlainTextOption[]>): void {
      routes.menus.set(input.actionId, async ({ ack, body }) => {
        try {
          await ack({ options: await offer(readTyping(body)) });
        } catch (error) {
          log.error({
            event: 'handler.failed',
            handler: input.actionId,
            ref: newRef(),
            err: error,
          });
          await ack({ options: [] });
        }
      });
    },

    messageShortcut(
      { id }: { id: string },
      doing: Doing,
      handle: (picked: Picked) => Promise<void>,
    ): void {
      routes.messageShortcuts.set(id, async ({ ack, body }) => {
        await ack();
        const who = readPickedMessage(body);
        await forPerson({ handler: id, doing, who }, handle);
      });
    },

    /** Messages in threads the app may read. Unless `concerned` finds a record, nobody is looked up or answered. */
    threadMessage<T>(listener: ThreadListener<T>): void {
      app.event('message', async ({ event }) => {
        const who = readThreadMessage(event);
        if (!who) return;
        const [ref, turn] = [newRef(), byEvents(who.userId)];
        const { markup, ...written } = who;
        const text = plainOf(markup);
        const found = await concerned(listener, { ...written, text }, ref);
        if (found === undefined) return;
        const { answer, fail } = responder({ ...who, triggerId: '', responseUrl: undefined }, ref);
        const named = () => namedText(markup, deps.nameOf);
        await run(
          { handler: 'thread_message', doing: 'read', who, ref, turn },
          {
            work: ({ actor }) => listener.heard(found, { ...written, text, named, actor, answer }),
            fail,
            refuse: (why) => answer(listener.refused(why)),
          },
        );
      });
    },

    /** A person opens their Home. `fail` shows there what went wrong, `refuse` why it is empty. */
    homeOpened(
      handle: (opened: HomeOpened) => Promise<void>,
      fail: (userId: string, text: string) => Promise<void>,
      refuse: (userId: string, why: Barred) => Promise<void>,
    ): void {
      app.event('app_home_opened', async ({ event }) => {
        const { userId, channel, tab } = readTabOpened(event);
        if (tab === 'messages') return;
        const [ref, turn] = [newRef(), byEvents(userId)];
        const who = { userId, userTeam: homeTeam };
        await run(
          { handler: 'home', doing: 'read', who, ref, turn },
          {
            work: (common) => handle({ channel, ...common }),
            fail: (text) => fail(userId, text),
            refuse: (why) => refuse(userId, why),
          },
        );
      });
    },

    submission<T>(
      def: Definition<T>,
      doing: Doing,
      handle: (value: T, form: Submitted) => Promise<SubmitReply>,
    ): void {
      const decode = async (form: Submitted & { metadata: string }): Promise<SubmitReply> => {
        const decoded = def.decode(form.metadata);
        return decoded.ok
          ? handle(decoded.value, form)
          : { view: tooOld(undecodable(decoded.why)) };
      };
      routes.submissions.set(def.id, onSubmission(def.id, doing, decode));
    },
  };
}

export type Edge = ReturnType<typeof createEdge>;
