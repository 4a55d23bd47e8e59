import { type Program, runBuilt } from '../../sandbox/bot-process.ts';
import { placedElements, visibleText } from '../../sandbox/slack/elements.ts';
import type { ElementQuery } from '../../sandbox/slack/find-element.ts';
import { recordsIn } from '../../sandbox/slack/json.ts';
import type { OpenView, StoredMessage } from '../../sandbox/slack/store.ts';
import { COMMAND } from '../../src/slack/ids.ts';
import type { Person } from './cast.ts';
import type { Sight } from './sight.ts';
import { botReady, type Stage } from './stage.ts';
import type { Transcript } from './transcript.ts';
import { DemoFailure, waitUntil } from './wait.ts';

/** The columns of an audit file before the longer ones: who did what to which record, and when. */
const SHOWN_COLUMNS = 9;

/** What the people of the play can do and see. Everything they do and see is written to the transcript. */
export function createPlay(
  { slack, vobiz, meta, bot, env, laterPolicy }: Stage,
  transcript: Transcript,
  sight: Sight,
) {
  const notesRead = new Map<string, number>();

  function wait<T>(what: string, look: () => T | undefined): Promise<T> {
    return waitUntil(bot, what, look);
  }

  function read(who: Person, shown: StoredMessage): string {
    return sight.message(who, shown).join('\n');
  }

  /** The modal on top of this person's stack. */
  function modalOf(who: Person): OpenView {
    const view = slack.openView(who.id);
    if (!view) throw new Error(`${who.name} has no modal open`);
    return view;
  }

  return {
    vobiz,
    meta,
    /** The policy file for what happens weeks after a purchase. */
    laterPolicy,
    step: transcript.step,
    aside: transcript.aside,
    wait,

    /** The bot ends and starts again, with some settings changed. */
    async botRestarts(changed: Readonly<Record<string, string>>): Promise<void> {
      await bot.restart(changed);
      await botReady({ slack, bot });
    },

    async types(who: Person, channel: string, text: string): Promise<void> {
      transcript.does(`${who.name}, in ${sight.channel(channel)}, types: ${COMMAND} ${text}`);
      await slack.as(who.id).command(channel, COMMAND, text);
    },

    /** Presses a button of a message. `asSeen` presses it on the message as it was, even if it has changed since. */
    async presses(who: Person, shown: StoredMessage, label: string, asSeen = false): Promise<void> {
      transcript.does(`${who.name} presses ${label}${asSeen ? ', a moment too late' : ''}.`);
      await slack.as(who.id).click(shown, { text: label }, { asShown: asSeen });
    },

    /** Presses one of a message's buttons by its id, whatever stands on it. */
    async pressesButton(
      who: Person,
      shown: StoredMessage,
      { id }: { id: string },
      asSeen = false,
    ): Promise<void> {
      const found = placedElements(recordsIn(shown.blocks)).find(({ actionId }) => actionId === id);
      const label = visibleText(found?.element.text);
      transcript.does(`${who.name} presses ${label}${asSeen ? ', a moment too late' : ''}.`);
      await slack.as(who.id).click(shown, { actionId: id }, { asShown: asSeen });
    },

    async pressesInModal(who: Person, query: ElementQuery, said: string): Promise<void> {
      transcript.does(`${who.name} presses ${said}.`);
      await slack.as(who.id).click(modalOf(who), query);
    },

    /** `shownAs` stands in the transcript for what was typed. */
    async fills(who: Person, label: string, text: string, shownAs = text): Promise<void> {
      transcript.does(`${who.name} fills in “${label}”: ${shownAs}`);
      await slack.as(who.id).type(modalOf(who), { label }, text);
    },

    /** Chooses in a menu of the open modal, by the words of the option. */
    async chooses(who: Person, label: string, value: string): Promise<void> {
      transcript.does(`${who.name} chooses under “${label}”: ${value}`);
      await slack.as(who.id).select(modalOf(who), { label, value });
    },

    /** Types into a menu that asks the app for its options, and takes one by its words. */
    async picks(who: Person, actionId: string, typed: string, value: string): Promise<void> {
      transcript.does(`${who.name} types “${typed}” into the menu and chooses: ${value}`);
      await slack.as(who.id).select(modalOf(who), { actionId, typed, value });
    },

    /** Opens the Home of the app, waits until it says `pattern`, and shows it. */
    async opensHome(who: Person, pattern: RegExp): Promise<void> {
      transcript.does(`${who.name} opens Home.`);
      await slack.as(who.id).openHome();
      const lines = await wait(`${who.name}'s Home to say ${pattern}`, () => {
        const home = slack.home(who.id);
        const seen = home && sight.home(who, home);
        return seen && pattern.test(seen.join('\n')) ? seen : undefined;
      });
      transcript.shows(`${who.name} sees Home`, lines);
    },

    /** Presses a button of the Home that this person has open. */
    async pressesInHome(who: Person, { id }: { id: string }, label: string): Promise<void> {
      transcript.does(`${who.name} presses ${label} in Home.`);
      const home = slack.home(who.id);
      if (!home) throw new Error(`${who.name} has no Home`);
      await slack.as(who.id).click(home, { actionId: id });
    },

    /** Ticks every box of the open modal. */
    async ticksAll(who: Person, { actionId }: { actionId: string }): Promise<void> {
      transcript.does(`${who.name} ticks all boxes.`);
      const modal = modalOf(who);
      const boxes = placedElements(recordsIn(modal.view.blocks))
        .filter((placed) => placed.actionId === actionId)
        .flatMap(({ element }) => recordsIn(element.options));
      const value = boxes.map((box) => String(box.value));
      await slack.as(who.id).select(modal, { actionId, value });
    },

    async submits(who: Person, label: string): Promise<void> {
      transcript.does(`${who.name} presses ${label}.`);
      await slack.as(who.id).submit();
    },

    /** Whether the open modal says `pattern`; for steps not worth showing. */
    modalSays(who: Person, pattern: RegExp): true | undefined {
      const view = slack.openView(who.id);
      return (view && pattern.test(sight.modal(who, view).lines.join('\n'))) || undefined;
    },

    /** Waits until the open modal says `pattern`, and shows it. */
    async seesModal(who: Person, pattern: RegExp): Promise<void> {
      const { title, lines } = await wait(`${who.name}'s modal to say ${pattern}`, () => {
        const view = slack.openView(who.id);
        const seen = view && sight.modal(who, view);
        return seen && pattern.test(seen.lines.join('\n')) ? seen : undefined;
      });
      transcript.shows(`${who.name} sees the modal “${title}”`, lines, `${who.id} ${title}`);
    },

    /** Closes every modal this person has open. */
    async closes(who: Person): Promise<void> {
      if (slack.openView(who.id)) await slack.as(who.id).dismiss();
    },

    /** Waits for a message of the bot in a channel that says `pattern`, and shows it. */
    async seesCard(who: Person, channel: string, pattern: RegExp): Promise<StoredMessage> {
      const card = await wait(`a card in ${sight.channel(channel)} that says ${pattern}`, () =>
        slack
          .messages(channel)
          .findLast((one) => one.botId && !one.threadTs && pattern.test(read(who, one))),
      );
      const caption = `${who.name} sees a card in ${sight.channel(channel)}`;
      transcript.shows(caption, sight.message(who, card), card.ts);
      return card;
    },

    /** Whether a card says `pattern`; for steps not worth showing. */
    cardSays(card: StoredMessage, pattern: RegExp): true | undefined {
      const one = slack.message(card.channel, card.ts);
      return (one && pattern.test(read({ id: '', name: '' }, one))) || undefined;
    },

    /** Waits until a card says `pattern`, and shows it. */
    async cardBecomes(who: Person, card: StoredMessage, pattern: RegExp): Promise<StoredMessage> {
      const now = await wait(`the card to say ${pattern}`, () => {
        const one = slack.message(card.channel, card.ts);
        return one && pattern.test(read(who, one)) ? one : undefined;
      });
      const caption = `The same card, as ${who.name} sees it now`;
      transcript.shows(caption, sight.message(who, now), card.ts);
      return now;
    },

    /** Waits for the next note that only this person sees, and shows it. */
    async isTold(who: Person, pattern: RegExp): Promise<void> {
      const first = notesRead.get(who.id) ?? 0;
      const [index, note] = await wait(`a note to ${who.name} that says ${pattern}`, () =>
        [...slack.ephemerals(who.id).entries()].find(
          ([at, one]) => at >= first && pattern.test(sight.message(who, one).join('\n')),
        ),
      );
      notesRead.set(who.id, index + 1);
      transcript.shows(`Only ${who.name} sees this`, sight.message(who, note));
    },

    /** Waits for a reply in the thread of a card, and shows it. */
    async threadSays(who: Person, card: StoredMessage, pattern: RegExp): Promise<void> {
      const reply = await wait(`a reply under the card that says ${pattern}`, () =>
        slack.thread(card.channel, card.ts).find((one) => pattern.test(read(who, one))),
      );
      transcript.shows('In the thread under the card', sight.message(who, reply));
    },

    async getsDirectMessage(who: Person, pattern: RegExp): Promise<StoredMessage> {
      const direct = await wait(`a direct message to ${who.name} that says ${pattern}`, () =>
        slack.directMessages(who.id).findLast((one) => pattern.test(read(who, one))),
      );
      transcript.shows(`${who.name} gets a direct message`, sight.message(who, direct));
      return direct;
    },

    /** Shows the first columns of the newest CSV file this person got whose name has `name` in it. */
    async opensFile(who: Person, name: string): Promise<void> {
      const file = await wait(`a file for ${who.name} called ${name}`, () =>
        slack.files(who.id).findLast(({ filename }) => filename.includes(name)),
      );
      const rows = (file.content ?? '').replace('\ufeff', '').trim().split('\r\n');
      const columns = rows.map((row) => row.split(',').slice(0, SHOWN_COLUMNS).join(','));
      transcript.does(`${who.name} opens the file.`);
      transcript.shows(`The first columns of ${file.filename}`, columns);
    },

    /** Runs a built program where the bot runs. Throws DemoFailure unless it ends well and says `pattern`. */
    async operatorRuns(program: Program, typed: string, pattern: RegExp): Promise<void> {
      transcript.does(`The operator types: ${typed}`);
      const { code, out, err } = await runBuilt(program, [], env);
      transcript.shows('It answers', out.trimEnd().split('\n'));
      if (code !== 0 || !pattern.test(out))
        throw new DemoFailure(`${typed} ended with ${code}. ${err}`);
    },

    /** The record id a card shows at its foot, as the bot knows it. */
    idOn(card: StoredMessage): string {
      return /(?:ord|ver)_[0-9a-z]{8,20}/.exec(JSON.stringify(card.blocks))?.[0] ?? '';
    },

    /** The number a card is about, in E.164. */
    numberOn(card: StoredMessage): string {
      const shown = /\+[\d ]+\d/.exec(read({ id: '', name: '' }, card))?.[0] ?? '';
      return shown.replaceAll(' ', '');
    },
  };
}
export type Play = ReturnType<typeof createPlay>;
