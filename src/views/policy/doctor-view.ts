import type { KnownBlock, ModalView } from '@slack/types';
import type { Health } from '../../domain/examined.ts';
import { COMMAND } from '../../slack/ids.ts';
import { context, type Message, section } from '../kit/blocks.ts';
import { noticeView, workingView } from '../kit/modal-parts.ts';
import { inlineText, LIMITS, listed, listedUpTo, mention, present } from '../kit/text.ts';
import { NOT_IN_FILE } from './settings-view.ts';

const TITLE = 'Doctor';

export function doctorLoading(): ModalView {
  return workingView(TITLE, 'Checking people, Slack, Vobiz and the database…');
}

export function doctorRefused(said: Message): ModalView {
  return noticeView(TITLE, said);
}

export type DoctorShown = {
  /** On the people and channels of the policy, a line each of our own mrkdwn; undefined when Slack didn't say in time. */
  policy: readonly string[] | undefined;
  /** Nobody knows what the policy says, or the policy file leaves this workspace out. */
  without?: 'unread' | 'not_in_file' | undefined;
  health: readonly Health[];
  /** Sentence about the WhatsApp accounts. */
  accounts: string;
};

/** What is wrong, in words. How the operator mends a problem is in their own doctor. */
export function doctorModal({ policy, without, health, accounts }: DoctorShown): ModalView {
  const ill = health.filter(({ verdict }) => verdict !== 'ok');
  const well = health.filter(({ verdict }) => verdict === 'ok').map(({ topic }) => NAMES[topic]);
  const lines = ill.map(healthLine);
  const blocks: KnownBlock[] = [
    ...(without ? [section(WITHOUT[without])] : []),
    ...sections(policy ?? ['❔ People and channels: Slack was too slow. Try again in a minute.']),
    ...sections(lines),
    ...present([
      well.length > 0 && context(`✅ ${listed(well)}: no problems.`),
      context(accounts),
      ill.some(({ topic }) => topic !== 'amounts' && topic !== 'owners') &&
        context('Ask the person who runs this app to run `npm run doctor`. It says what to do.'),
    ]),
  ];
  return noticeView(TITLE, { text: '', blocks });
}

const WITHOUT = {
  unread: '🛑 Nobody can decide requests. Open the settings.',
  not_in_file: `🛑 ${NOT_IN_FILE}`,
} as const;

const NAMES: Readonly<Record<Health['topic'], string>> = {
  slack: 'Slack',
  redis: 'Database',
  records: 'Records',
  vobiz: 'Vobiz',
  clock: 'Clock',
  amounts: 'Amounts',
  owners: 'Owners of numbers',
};

type Ill = Exclude<Health['verdict'], 'ok' | 'unchecked'>;
const MEANS: Readonly<
  Record<Exclude<Health['topic'], 'amounts' | 'owners'>, Readonly<Record<Ill, string>>>
> = {
  slack: {
    problem: 'Slack refuses something this app needs.',
    warning: "This app lacks an optional permission, or has one it doesn't use.",
  },
  redis: {
    problem: "Requests can't be saved safely.",
    warning: 'A crash could lose the newest requests.',
  },
  records: {
    problem: "Purchases wait, because we can't record them safely.",
    warning: 'Some records were lost. Somebody has to compare the rest with Vobiz.',
  },
  vobiz: {
    problem: "Vobiz refuses us or doesn't answer, so nothing can be bought.",
    warning: 'Some answers from Vobiz look wrong.',
  },
  clock: {
    problem: 'Our clock is so wrong that we refuse what Slack sends.',
    warning: "Our clock differs from Slack's or Vobiz's, so requests expire too early or too late.",
  },
};

function healthLine({ topic, verdict, says, people = [] }: Health): string {
  if (topic === 'owners' && verdict !== 'unchecked') {
    return `⚠️ Owners of numbers: ${listedUpTo(people.map(mention), 'and')} left or became a guest. Hand their numbers over: find them in \`${COMMAND} numbers\`.`;
  }
  if (topic === 'amounts') return `⚠️ Amounts: ${inlineText(says ?? '', 300)}.`;
  if (topic === 'owners' || verdict === 'unchecked')
    return `❔ ${NAMES[topic]}: the check took too long. Try again in a minute.`;
  if (verdict === 'problem') return `🛑 ${NAMES[topic]}: ${MEANS[topic].problem}`;
  return `⚠️ ${NAMES[topic]}: ${MEANS[topic].warning}`;
}

/** Enough blocks for a policy with a hundred people, each with as many lines as fit. */
const BLOCKS_MAX = 40;

function sections(lines: readonly string[]): KnownBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const joined = `${texts.at(-1)}\n${line}`;
    if (texts.length > 0 && joined.length <= LIMITS.sectionText) texts[texts.length - 1] = joined;
    else texts.push(line);
  }
  return texts.slice(0, BLOCKS_MAX).map((text) => section(text));
}
