import type { Delivery } from '../slack/courier.ts';
import { recordOf, recordsIn, stringsIn, textOf } from '../slack/json.ts';
import type { SlackStandIn } from '../slack/stand-in.ts';
import type { ApiCall } from '../slack/web-api.ts';
import type { ExchangeDetails, ShownExchange } from './shown.ts';

/** How many of each direction a window lists. */
const LISTED = 150;

function aboutDelivery({ type, body }: Delivery): string {
  if (type === 'slash_command') return `${body.command} ${body.text}`.trim();
  if (type === 'event_callback') return textOf(recordOf(body.event).type) ?? '';
  if (type === 'block_actions') return textOf(recordsIn(body.actions)[0]?.action_id) ?? '';
  return (
    textOf(body.action_id) ?? textOf(body.callback_id ?? recordOf(body.view).callback_id) ?? ''
  );
}

function ofDelivery(delivery: Delivery): ShownExchange {
  const { id, at, userId, error, ackMs } = delivery;
  return {
    id: `to-bot-${id}`,
    at,
    from: 'slack',
    name: delivery.type,
    about: aboutDelivery(delivery),
    userId,
    state: error ? 'refused' : ackMs === undefined ? 'waiting' : 'ok',
    ...(ackMs === undefined ? {} : { ackMs }),
    ...(error ? { error } : {}),
    problems: delivery.problems ?? [],
  };
}

function stateOf({ answer, status }: ApiCall): ShownExchange['state'] {
  if (!answer) return 'waiting';
  return answer.ok === true && status === 200 ? 'ok' : 'refused';
}

function ofCall(call: ApiCall, index: number): ShownExchange {
  const { args, answer } = call;
  const error = textOf(answer?.error);
  const view = recordOf(args.view);
  return {
    id: `to-slack-${index}`,
    at: call.at,
    from: 'bot',
    name: call.method,
    about: textOf(view.callback_id) ?? textOf(args.channel) ?? textOf(args.user) ?? '',
    state: stateOf(call),
    ...(error ? { error } : {}),
    problems: stringsIn(recordOf(answer?.response_metadata).messages),
  };
}

/** The newest requests in both directions, without their payloads. */
export function exchangeItems(slack: SlackStandIn): [key: string, item: ShownExchange][] {
  const first = Math.max(0, slack.calls.length - LISTED);
  const rows = [
    ...slack.deliveries.slice(-LISTED).map(ofDelivery),
    ...slack.calls.slice(first).map((call, index) => ofCall(call, first + index)),
  ];
  return rows.map((row) => [`exchange/${row.id}`, row]);
}

/** Payload and answer of one request; undefined when there is no such request. */
export function exchangeDetails(slack: SlackStandIn, id: string): ExchangeDetails | undefined {
  const [, direction, number] = /^(to-bot|to-slack)-(\d+)$/.exec(id) ?? [];
  if (direction === 'to-bot') {
    const delivery = slack.deliveries.find((one) => one.id === Number(number));
    return delivery && { payload: delivery.body, answer: delivery.ackBody ?? null };
  }
  const call = direction ? slack.calls[Number(number)] : undefined;
  return call && { payload: call.args, answer: call.answer ?? null };
}
