import type { KnownBlock } from '@slack/types';
import { isEnded, type Order } from '../../domain/order/order.ts';
import { context } from '../kit/blocks.ts';
import { decidedBy, mention, slackDate } from '../kit/text.ts';
import { stateWords } from './order-words.ts';

const SHOWN_STEPS = 8;

/** What happened to a request, oldest first, read off its record. */
export function timelineBlocks(order: Order): KnownBlock[] {
  const steps = stepsOf(order).sort((a, b) => a.at - b.at);
  const left = steps.length - SHOWN_STEPS;
  const shown = steps.slice(-SHOWN_STEPS).map(({ at, what }) => `${slackDate(at)}: ${what}`);
  return [context([...(left > 0 ? ['…'] : []), ...shown].join('\n'))];
}

type TimelineStep = { at: number; what: string };

function stepsOf(order: Order): TimelineStep[] {
  const { createdAt, requester, votes = [], questions = [], escalatedAt, lingersSince } = order;
  return [
    { at: createdAt, what: `requested by ${mention(requester)}` },
    ...votes.map(({ by, at }) => ({ at, what: `${mention(by)} approved` })),
    ...questions.flatMap(({ by, at, answer }) => [
      { at, what: `${mention(by)} asked something` },
      ...(answer ? [{ at: answer.at, what: `${mention(requester)} answered` }] : []),
    ]),
    ...(escalatedAt === undefined ? [] : [{ at: escalatedAt, what: 'more approvers were added' }]),
    ...decisionSteps(order),
    ...purchaseSteps(order),
    ...(lingersSince === undefined
      ? []
      : [{ at: lingersSince, what: 'taking longer than an hour' }]),
    ...endSteps(order),
  ];
}

/** Who denied a request is said by the decision, and that ended it. */
function endSteps(order: Order): TimelineStep[] {
  if (!isEnded(order) || order.state === 'denied') return [];
  return [{ at: order.endedAt, what: stateWords(order) }];
}

/** A decision that a vote says already is not said twice. */
function decisionSteps(order: Order): TimelineStep[] {
  const { votes = [] } = order;
  if (!('decision' in order) || !order.decision) return [];
  const { by, at } = order.decision;
  if (order.state === 'denied') return [{ at, what: `${decidedBy(by)} denied` }];
  return votes.some((vote) => vote.by === by) ? [] : [{ at, what: `approved by ${decidedBy(by)}` }];
}

function purchaseSteps(order: Order): TimelineStep[] {
  const purchase = 'purchase' in order ? order.purchase : undefined;
  return [
    ...('attempt' in order
      ? [{ at: order.attempt.startedAt, what: attemptText(order.attempt.unsent) }]
      : []),
    ...(purchase ? [{ at: purchase.at, what: 'Vobiz answered' }] : []),
  ];
}

function attemptText(unsent: boolean | undefined): string {
  return unsent ? 'found in your Vobiz account, nothing sent' : 'purchase sent to Vobiz';
}
