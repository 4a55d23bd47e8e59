import type { HomeView, KnownBlock } from '@slack/types';
import { HOME_SHOWS, type Home } from '../../domain/home/home.ts';
import type { Forbidden } from '../../domain/policy/policy.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import { actions, button, context, header, section } from '../kit/blocks.ts';
import { plural } from '../kit/text.ts';
import { numberBlock } from '../numbers/numbers-modal.ts';
import { orderRow, questionRow, verificationRow, waitingRow } from './home-rows.ts';

/** What one person sees when they open the app. `channel` is their direct messages with the bot. */
export function homeView({ home, channel }: { home: Home; channel: string }): HomeView {
  return view([
    ...topBlocks(channel),
    ...waitingBlocks(home),
    ...mineBlocks(home),
    ...verificationBlocks(home),
    ...numberBlocks(home),
    ...(home.complete
      ? []
      : [context('There are more requests than are looked at here: the oldest are left out.')]),
  ]);
}

/** Why there is nothing here for this person, and what they can do. */
export function closedHome(why: Forbidden): HomeView {
  const reason =
    why === 'guest'
      ? 'Guests of this workspace cannot ask for numbers or see them, so there is nothing to show you here.'
      : 'Only members of the workspace this bot belongs to can ask for numbers or see them, so there is nothing to show you here.';
  return view([
    header('Numbers for WhatsApp'),
    section(`${reason} Ask a full member of the workspace when you need a number.`),
  ]);
}

/** In place of a Home that could not be drawn. */
export function failedHome(sentence: string): HomeView {
  return view([header('Numbers for WhatsApp'), section(sentence)]);
}

function view(blocks: KnownBlock[]): HomeView {
  return { type: 'home', blocks };
}

function topBlocks(channel: string): KnownBlock[] {
  return [
    actions(
      button(buttons.homeSearch, { channel }, 'Search', { style: 'primary' }),
      button(buttons.homeBring, { channel }, 'Bring a Number'),
      button(buttons.allNumbers, {}, 'All Numbers'),
    ),
    context(
      `What is started here has its card in the channel the policy names, else in your messages with this bot. To start it in a channel, type \`${COMMAND} search\` or \`${COMMAND} byon\` there.`,
    ),
  ];
}

function waitingBlocks({ waiting, questions }: Home): KnownBlock[] {
  const nothing = waiting.length + questions.length === 0;
  return [
    header('Waiting for you'),
    ...(nothing ? [section('Nothing waits for you.')] : []),
    ...questions.slice(0, HOME_SHOWS.questions).flatMap(questionRow),
    ...rest(questions, HOME_SHOWS.questions, 'question'),
    ...waiting.slice(0, HOME_SHOWS.waiting).flatMap(waitingRow),
    ...rest(waiting, HOME_SHOWS.waiting, 'request'),
  ];
}

function mineBlocks({ mine }: Home): KnownBlock[] {
  const none = `You have made no requests yet. Press Search, or type \`${COMMAND} search IN\` in a channel.`;
  return [
    header('Your requests'),
    ...(mine.length === 0 ? [section(none)] : []),
    ...mine.slice(0, HOME_SHOWS.mine).map(orderRow),
    ...rest(mine, HOME_SHOWS.mine, 'request'),
  ];
}

function verificationBlocks({ verifications }: Home): KnownBlock[] {
  if (verifications.length === 0) return [];
  return [
    header('Verifications running'),
    ...verifications.slice(0, HOME_SHOWS.verifications).map(verificationRow),
    ...rest(verifications, HOME_SHOWS.verifications, 'verification'),
  ];
}

function numberBlocks({ numbers, complete }: Home): KnownBlock[] {
  const count = complete ? plural(numbers.length, 'number') : `More than ${numbers.length} numbers`;
  const shown = numbers.slice(0, HOME_SHOWS.numbers);
  const which = shown.length < numbers.length ? `, the newest ${shown.length} of them here` : '';
  return [
    header('Numbers'),
    section(
      numbers.length === 0
        ? 'No number has been bought or verified with this bot yet.'
        : `${count} bought or verified with this bot${which}. All Numbers shows what Vobiz lists besides.`,
    ),
    ...shown.map(numberBlock),
  ];
}

/** How many of a list are not shown, and where they are. */
function rest(all: readonly unknown[], shown: number, what: string): KnownBlock[] {
  const left = all.length - shown;
  return left > 0 ? [context(`${plural(left, `more ${what}`)} not shown here.`)] : [];
}
