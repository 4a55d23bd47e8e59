import type { ModalView } from '@slack/types';
import type { Actor } from '../../domain/actor.ts';
import type { Barred } from '../../domain/policy/policy.ts';
import { readInput } from '../../slack/form.ts';
import type { Message } from '../../slack/messenger.ts';
import type { OpenModal } from '../../slack/modals.ts';
import { shorten } from '../../views/kit/modal-parts.ts';
import type { Clicked, CommandSent, PickedMessage, Submission, ThreadMessage } from './payloads.ts';
import type { Problem } from './runner.ts';

export type Common = {
  actor: Actor;
  /** Short reference of this interaction, in the log and in what people are told of a failure. */
  ref: string;
  /** Logs a failure that is shown in place instead of thrown. */
  problem: (error: unknown) => Problem;
};

/** A modal opened through the edge also shows any later failure. */
export type Opens = {
  open: (view: ModalView) => Promise<OpenModal>;
  push: (view: ModalView) => Promise<OpenModal>;
  /** Opens it on top of a modal; in its place where Slack lays no further one on it. */
  over: (shown: { viewId: string; isLast: boolean }) => (view: ModalView) => Promise<OpenModal>;
  /** A private message. */
  answer: (message: Message) => Promise<void>;
};

export type Click = Clicked &
  Common &
  Opens & {
    /** Opens a modal, over the clicked one if there is one. */
    show: (view: ModalView) => Promise<OpenModal>;
  };

export type HomeOpened = Common & {
  /** The person's direct messages with the bot. */
  channel: string;
};

export type Command = CommandSent & Common & Opens;

export type Picked = PickedMessage & Common & Opens;

export type ThreadListener<T> = {
  /** Undefined when the message is not about a record of ours. */
  concerned: (message: Written, teamId: string) => Promise<T | undefined>;
  heard: (about: T, message: MemberMessage) => Promise<void>;
  /** Told to a writer who may not use the bot. */
  refused: (why: Barred) => Message;
};

/** A message in a thread. `text` is plain text. */
export type Written = Omit<ThreadMessage, 'markup'> & { text: string };

/** `named`: the text with the names of the people it mentions. */
type MemberMessage = Written &
  Pick<Common, 'actor'> &
  Pick<Opens, 'answer'> & { named: () => Promise<string> };

export type Submitted = Submission &
  Common & {
    /** The outcome, in the form's window; privately if that was closed meanwhile. */
    show: (view: ModalView) => Promise<OpenModal | undefined>;
  };

/** What is wrong with a form, by block id. */
export type FormErrors = { errors: Record<string, string> };

/**
 * The result of a form. With `isOnCard` a card shows it, so nobody has to close a window: all of them close, if it is done
 * in time and the form lay on no other window, which would show how it was before.
 */
export type Outcome = {
  says: ModalView;
  isOnCard: boolean;
  /** What was typed came to nothing, so `says` is followed by it. */
  isRefused?: boolean;
};

/** Acknowledges a submission; then `after` runs with the id of the view now on show. A notice without it is a refusal. */
export type SubmitReply =
  | FormErrors
  | {
      view: ModalView;
      after?: (viewId: string) => Promise<void>;
      /** Shown when `after` fails, so that nothing typed is lost; by default a notice that what was typed follows. */
      onFailure?: (sentence: string) => ModalView;
    }
  | {
      /** Shown while it takes longer than Slack waits for an answer. */
      view: ModalView;
      carryOut: () => Promise<Outcome>;
      /** As above. */
      onFailure?: (sentence: string) => ModalView;
    }
  | {
      /** Every window closes; a message tells the result. */
      closes: true;
      after: () => Promise<void>;
      tellFailure: (sentence: string) => Promise<void>;
    };

/** Trimmed, at most `max` characters. `missing` is the error for an empty input, undefined if it may be empty. */
export function freeText(
  values: unknown,
  input: { blockId: string; actionId: string; prose: true },
  max: number,
  missing: string | undefined,
): { text: string } | FormErrors {
  const text = readInput(values, input).trim();
  if (text === '' && missing) return { errors: { [input.blockId]: missing } };
  const tooLong = [...text].length - max;
  return tooLong > 0 ? { errors: { [input.blockId]: shorten(tooLong) } } : { text };
}
