import type { ModalView } from '@slack/types';
import type { Actor } from '../../domain/actor.ts';
import type { Barred } from '../../domain/policy/policy.ts';
import { readInput } from '../../slack/form.ts';
import type { Message } from '../../slack/messenger.ts';
import type { OpenModal } from '../../slack/modals.ts';
import { shorten } from '../../views/kit/modal-parts.ts';
import type { Clicked, PickedMessage, Submission, ThreadMessage } from './payloads.ts';
import type { Problem } from './runner.ts';

/** What every handler is told, and can do, whatever started it. */
export type Common = {
  actor: Actor;
  /** The short reference of this interaction, in the log and in what people are told of a failure. */
  ref: string;
  /** Logs a failure that is shown in place instead of being thrown. */
  problem: (error: unknown) => Problem;
};

/** Opening a modal through the edge lets it say in that modal what went wrong afterwards. */
export type Opens = {
  open: (view: ModalView) => Promise<OpenModal>;
  push: (view: ModalView) => Promise<OpenModal>;
  /** Tells the person alone. */
  answer: (message: Message) => Promise<void>;
};

export type Click = Clicked &
  Common &
  Opens & {
    /** Opens a modal; on top of the one that was clicked, where one was. */
    show: (view: ModalView) => Promise<OpenModal>;
  };

export type HomeOpened = Common & {
  /** The person's direct messages with the bot. */
  channel: string;
};

export type Command = Common &
  Opens & {
    channel: string;
    text: string;
  };

/** A message shortcut. */
export type Picked = PickedMessage & Common & Opens;

/** What is done about messages in threads that concern a record of ours. */
export type ThreadListener<T> = {
  /** What the message is about; undefined when it is nothing of ours. */
  concerned: (message: Written, teamId: string) => Promise<T | undefined>;
  heard: (about: T, message: MemberMessage) => Promise<void>;
  /** To whoever wrote it and may not use the bot. */
  refused: (why: Barred) => Message;
};

/** A message in a thread. `text` is what people read. */
export type Written = Omit<ThreadMessage, 'markup'> & { text: string };

/** The same, of somebody who may use the bot; `named` says the people it mentions by their names. */
type MemberMessage = Written &
  Pick<Common, 'actor'> &
  Pick<Opens, 'answer'> & { named: () => Promise<string> };

export type Submitted = Submission & Common;

/** How a submission is acknowledged; `after` runs then, with the id of the view that now stands at Slack. */
export type SubmitReply =
  | { errors: Record<string, string> }
  | {
      view: ModalView;
      after?: (viewId: string) => Promise<void>;
      /** The view shown when `after` fails, so that nothing typed is lost; a notice without it. */
      onFailure?: (sentence: string) => ModalView;
    };

/** What somebody typed, or what is wrong with it, under its field. */
export type FreeText = { ok: true; text: string } | { ok: false; errors: Record<string, string> };

/** Trimmed text of at most `max` characters; `missing` is what to say when there is none, undefined where it may be. */
export function freeText(
  values: unknown,
  input: { blockId: string; actionId: string; prose: true },
  max: number,
  missing: string | undefined,
): FreeText {
  const text = readInput(values, input).trim();
  if (text === '' && missing) return { ok: false, errors: { [input.blockId]: missing } };
  const tooLong = [...text].length - max;
  return tooLong > 0
    ? { ok: false, errors: { [input.blockId]: shorten(tooLong) } }
    : { ok: true, text };
}
