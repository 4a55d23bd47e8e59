import type { App } from '@slack/bolt';
import type { Standing } from '../../domain/actor.ts';
import type { Barred } from '../../domain/policy/policy.ts';
import type { Log } from '../../runtime.ts';
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
} from './payloads.ts';
import { createResponder } from './responder.ts';
import { createRoutes, createSubmissions, type OnClick } from './routes.ts';
import { createRunner, createTurns } from './runner.ts';

type Deps = {
  app: App;
  homeTeam: string;
  /** Who somebody is at this moment. Throws AppError `membership_unread`. */
  standingOf: (userId: string) => Promise<Standing>;
  modals: Modals;
  privateAnswer: PrivateAnswer;
  newRef: () => string;
  log: Pick<Log, 'error'>;
  observe: (handler: string, outcome: 'ok' | 'error', seconds: number) => void;
  /** What somebody is called; undefined when Slack does not say. */
  nameOf: (userId: string) => Promise<string | undefined>;
};

/** Whom people's answers wait for: Slack and Vobiz take their time, so many are under way at once. */
const BY_PEOPLE = { atOnce: 100, waiting: 1_000 };
/** Nobody waits for an answer to an event, and nobody would send it again: more of them may wait. */
const BY_EVENTS = { atOnce: 20, waiting: 20_000 };

/**
 * The Slack edge: acknowledge, wait in line, let in whoever may use the bot, decode, hand over a typed value and an actor,
 * and make sure that every person is answered whatever happens. Handlers have no try/catch; what they throw ends here with
 * a reference and a sentence.
 * What cannot even be read, and what nobody here takes, is answered by `createRescue`.
 */
export function createEdge(deps: Deps) {
  const { app, homeTeam, newRef, log } = deps;
  const responder = createResponder(deps);
  const { run, drain } = createRunner(deps);
  const byPeople = createTurns(BY_PEOPLE);
  const byEvents = createTurns(BY_EVENTS);
  const onSubmission = createSubmissions({ responder, run, newTurn: byPeople, newRef });
  const routes = createRoutes(app, {
    click: onClick('unknown', 'click', ({ answer }) => answer(undecodable('old'))),
    submission: onSubmission('unknown', 'click', async () => ({
      view: tooOld(undecodable('old')),
    })),
  });

  /** Carries out what somebody did who waits for an answer. */
  function forPerson<Who extends Reach>(
    { handler, doing, who }: { handler: string; doing: Doing; who: Who },
    work: (given: Who & Common & Opens) => Promise<void>,
  ): Promise<void> {
    const [ref, turn] = [newRef(), byPeople()];
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

  /** A click, on a button or on a choice that acts at once. */
  function onClick(
    handler: string,
    doing: Doing,
    handle: (click: Click) => Promise<void>,
  ): OnClick {
    return async ({ ack, body }) => {
      await ack();
      const who = readClick(body);
      await forPerson({ handler, doing, who }, (click) =>
        handle({ ...click, show: who.view?.type === 'modal' ? click.push : click.open }),
      );
    };
  }

  /** What a thread message is about. When that cannot be told nobody is known to wait for an answer. */
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
      routes.command(name, async ({ body, ack }) => {
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
        await forPerson({ handler: id, doing, who }, handle);
      });
    },

    /**
     * Messages in threads, where the app may read them. Only what concerns a record of ours is anybody's business here:
     * `concerned` finds it, and nobody is looked up or answered for the rest.
     */
    threadMessage<T>(listener: ThreadListener<T>): void {
      app.event('message', async ({ event }) => {
        const who = readThreadMessage(event);
        if (!who) return;
        const [ref, turn] = [newRef(), byEvents()];
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

    /** Somebody looks at their Home. `fail` says there what went wrong, `refuse` why there is nothing for them. */
    homeOpened(
      handle: (opened: HomeOpened) => Promise<void>,
      fail: (userId: string, text: string) => Promise<void>,
      refuse: (userId: string, why: Barred) => Promise<void>,
    ): void {
      app.event('app_home_opened', async ({ event }) => {
        const { userId, channel, tab } = readTabOpened(event);
        if (tab === 'messages') return;
        const [ref, turn] = [newRef(), byEvents()];
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
      routes.submission(def.id, onSubmission(def.id, doing, decode));
    },
  };
}

export type Edge = ReturnType<typeof createEdge>;
