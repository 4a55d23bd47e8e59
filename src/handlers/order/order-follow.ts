import type { Followed, FollowOrder, Instead } from '../../flows/order/follow-order.ts';
import { buttons } from '../../slack/ids.ts';
import type { Message } from '../../views/kit/blocks.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import { notRequested } from '../../views/order/not-requested.ts';
import { followedNote, notFollowable } from '../../views/order/order-notes.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click } from '../edge/interaction.ts';

type Deps = { edge: Edge; followOrder: FollowOrder };

/** The buttons of a stopped request: ask for approval of the difference, or request a near number instead. */
export function handleOrderFollow({ edge, followOrder }: Deps): void {
  async function follow(click: Click, id: string, what: Instead) {
    await click.answer(followedAnswer(await followOrder(click.actor, id, what)));
  }

  edge.button(buttons.askForDifference, 'order_request', ({ order }, click) =>
    follow(click, order, { kind: 'difference' }),
  );
  edge.button(buttons.requestInstead, 'order_request', ({ order, e164 }, click) =>
    follow(click, order, { kind: 'alternative', e164 }),
  );
}

function followedAnswer(followed: Followed): Message {
  if (followed.ok) return followedNote(followed.order);
  switch (followed.why) {
    case 'unknown':
      return unknownRecord();
    case 'not_open':
      return notFollowable(followed.order);
    default:
      return notRequested(followed);
  }
}
