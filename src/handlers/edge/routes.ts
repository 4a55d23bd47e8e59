import type {
  AnyMiddlewareArgs,
  App,
  MessageShortcut,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import type { Barred } from '../../domain/policy/policy.ts';
import type { Doing } from '../../views/kit/error-sentences.ts';
import { notDone } from '../../views/kit/modal-parts.ts';
import { forbiddenAnswer } from '../../views/kit/refusals.ts';
import { createFormAnswer } from './form-answer.ts';
import type { Common, FormErrors, SubmitReply, Submitted } from './interaction.ts';
import { readPressed, readSubmission } from './payloads.ts';
import type { Responder } from './responder.ts';
import { doneBy, inTime, LATE, type Runner } from './runner.ts';
import type { Turn } from './turns.ts';

type OnCommand = (args: SlackCommandMiddlewareArgs) => Promise<void>;
export type OnClick = (args: SlackActionMiddlewareArgs) => Promise<void>;
type OnMessageShortcut = (args: SlackShortcutMiddlewareArgs<MessageShortcut>) => Promise<void>;
type OnTyping = (args: SlackOptionsMiddlewareArgs<'block_suggestion'>) => Promise<void>;
export type OnSubmission = (args: SlackViewMiddlewareArgs<ViewSubmitAction>) => Promise<void>;

/**
 * Looks up handlers by id. Bolt tries its own listeners one by one: with one per button and form, a command took over
 * twice as long (`npm run bench`). Unknown requests go on to Bolt; `lost` answers unknown clicks and forms.
 */
export function createRoutes(app: App, lost: { click: OnClick; submission: OnSubmission }) {
  const commands = new Map<string, OnCommand>();
  const clicks = new Map<string, OnClick>();
  const submissions = new Map<string, OnSubmission>();
  const messageShortcuts = new Map<string, OnMessageShortcut>();
  const menus = new Map<string, OnTyping>();

  function taken(args: AnyMiddlewareArgs): Promise<void> | undefined {
    if ('command' in args) return commands.get(args.command.command)?.(args);
    if ('action' in args && 'action_id' in args.action) {
      return (clicks.get(readPressed(args.action).id) ?? lost.click)(args);
    }
    if ('view' in args && isSubmission(args)) {
      return (submissions.get(args.view.callback_id) ?? lost.submission)(args);
    }
    if ('shortcut' in args && isMessageShortcut(args)) {
      return messageShortcuts.get(args.shortcut.callback_id)?.(args);
    }
    return undefined;
  }

  app.use(async (args) => {
    await (taken(args) ?? args.next());
  });
  app.options(/./, async (args) => {
    await (menus.get(args.options.action_id)?.(args) ?? args.ack({ options: [] }));
  });

  return { commands, clicks, submissions, messageShortcuts, menus };
}

function isSubmission(
  args: SlackViewMiddlewareArgs,
): args is SlackViewMiddlewareArgs<ViewSubmitAction> {
  return args.body.type === 'view_submission';
}

function isMessageShortcut(
  args: SlackShortcutMiddlewareArgs,
): args is SlackShortcutMiddlewareArgs<MessageShortcut> {
  return args.shortcut.type === 'message_action';
}

type Deps = {
  responder: Responder;
  run: Runner['run'];
  newTurn: (person: string) => Turn;
  newRef: () => string;
};

type CarriedOut = Extract<SubmitReply, { carryOut: unknown }>;
type Answered = Exclude<SubmitReply, FormErrors | CarriedOut>;
/** A window that waits longer than this is told of what goes on. */
const CLOSE_MS = 1_000;

/** A form's errors go into its acknowledgement, so validating it skips the queue; carrying it out does not. */
export function createSubmissions({ responder, run, newTurn, newRef }: Deps) {
  return function onSubmission(
    handler: string,
    doing: Doing,
    handle: (form: Submitted & { metadata: string }) => Promise<SubmitReply>,
  ): OnSubmission {
    return async ({ ack, body }) => {
      const since = performance.now();
      const who = readSubmission(body);
      const [ref, turn] = [newRef(), newTurn(who.userId)];
      const answer = createFormAnswer({ ack, person: responder(who, ref), form: who });
      let fail: (text: string) => Promise<unknown> = answer.keep;
      const carryOut = async (
        { view, onFailure = notDone, ...form }: CarriedOut,
        turned: Promise<void>,
      ) => {
        const done = turned.then(form.carryOut);
        done.catch(() => undefined);
        fail = (text) => answer.refuse(onFailure(text));
        const outcome = await doneBy(since + CLOSE_MS, done);
        if (outcome !== LATE) return answer.finish(outcome);
        await answer.update(view);
        fail = (text) => answer.failLate(onFailure(text), text);
        await answer.finishLate(await done);
      };
      const answered = async (reply: Answered) => {
        if ('closes' in reply) {
          await answer.close();
          fail = reply.tellFailure;
        } else {
          const { view, after, onFailure = notDone } = reply;
          await (after ? answer.update(view) : answer.refuse(view));
          fail = (text) => answer.failLate(onFailure(text), text);
        }
      };
      const work = async (common: Common) => {
        const ours = turn.begin();
        const reply = await inTime(handle({ ...who, ...common, show: answer.show }), since);
        if ('errors' in reply) return answer.errors(reply.errors);
        if ('carryOut' in reply) return carryOut(reply, ours);
        await answered(reply);
        await ours;
        await ('closes' in reply ? reply.after() : reply.after?.(who.viewId));
      };
      const refuse = (why: Barred) => answer.refuse(notDone(forbiddenAnswer(why)));
      await run(
        { handler, doing, who, ref, turn, judgedSince: since },
        { work, fail: async (text) => void (await fail(text)), refuse },
      );
    };
  };
}
