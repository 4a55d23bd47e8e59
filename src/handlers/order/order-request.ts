import { formOf, type HoldingForm } from '../../domain/numbers/holding.ts';
import { DEFAULT_SORT } from '../../domain/numbers/number-search.ts';
import type { OrderDraft } from '../../domain/order/order-draft.ts';
import { policyFor, type Rulebook } from '../../domain/policy/rulebook.ts';
import { PURPOSE_MAX } from '../../domain/typed.ts';
import { AppError } from '../../errors.ts';
import type { Search } from '../../flows/numbers/search-numbers.ts';
import type { FindUnusedNumbers } from '../../flows/numbers/unused-numbers.ts';
import type { DraftOrder } from '../../flows/order/draft-order.ts';
import type { FinishRequest } from '../../flows/order/finish-request.ts';
import type { RequestOrder, RequestResult } from '../../flows/order/request-order.ts';
import type {
  Instead,
  RerequestOrder,
  RerequestResult,
} from '../../flows/order/rerequest-order.ts';
import { readInput } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { SlackMessenger } from '../../slack/messenger.ts';
import type { Modals } from '../../slack/modals.ts';
import type { Message } from '../../views/kit/blocks.ts';
import { undecodable, unknownRecord } from '../../views/kit/refusals.ts';
import { searchModal } from '../../views/numbers/search-form.ts';
import {
  type NotRequested,
  notRequested,
  notRequestedText,
  notSent,
  requestUnclear,
} from '../../views/order/not-requested.ts';
import { notRerequestable, rerequestedNote } from '../../views/order/order-answers.ts';
import {
  type OrderFormState,
  orderForm,
  orderLoading,
  orderNotRequested,
  PURPOSE_MISSING,
  sentNote,
} from '../../views/order/order-form.ts';
import type { Edge } from '../edge/edge.ts';
import { type Click, freeText } from '../edge/interaction.ts';
import { readHolding } from '../numbers/read-holding.ts';
import { showResults } from '../numbers/search.ts';

type FindRulebook = (team: string, channel: string) => Promise<Rulebook | undefined>;

/** A draft's form, which says who will be asked at the shown price. */
export async function draftForm(
  rulebook: FindRulebook,
  { team, requester, askedIn, quotes, more: others = [], labels = {}, ...draft }: OrderDraft,
  {
    holding: form = { ...formOf(undefined, requester), labels },
    ...more
  }: Pick<OrderFormState, 'purpose' | 'currency' | 'back'> & {
    holding?: HoldingForm | undefined;
  } = {},
) {
  const book = await rulebook(team, askedIn);
  if (!book) return orderNotRequested({ why: 'no_policy' });
  const policy = policyFor(
    book,
    quotes[0].price,
    others.map(({ price }) => price),
  );
  const approvals = { ...policy, channel: policy.channel ?? askedIn };
  const holding = { form, labels: book.labels };
  const { id: orderId, edition, changes } = draft;
  const shown = { orderId, edition, quotes, more: others, changes };
  return orderForm({ ...shown, approvals, holding, ...more });
}

type Requester = Pick<OrderDraft, 'id' | 'requester' | 'askedIn'>;

/**
 * Tells the requester where the command was typed, as all windows have closed; else in a direct message, unless the card
 * goes to the same place, which says more, also when it cannot appear there.
 */
async function tell(
  messenger: Pick<SlackMessenger, 'post' | 'whisper'>,
  { id, requester, askedIn }: Requester,
  told: Message,
  cardIn?: string,
): Promise<void> {
  const isDirect = askedIn.startsWith('D');
  if (!isDirect && (await messenger.whisper(askedIn, requester, told))) return;
  if (cardIn === askedIn) return;
  const sent = await messenger.post({ channel: requester }, told, `${id}/requested`);
  // Throw, so that the form is kept and the sweep tells its outcome later.
  if (!sent.ok && (sent.why === 'not_now' || (sent.why === 'refused' && !sent.final)))
    throw new AppError('slack_unavailable', `the outcome of ${id} could not be told yet`);
}

/** Adds the address of the request that is in the way. */
export function createLinkInTheWay(
  permalink: (team: string, id: string) => Promise<string | undefined>,
) {
  return async (not: Exclude<RequestResult, { ok: true }>): Promise<NotRequested> => {
    const isInTheWay = not.why === 'already_requested' || not.why === 'rest_requested';
    if (!isInTheWay || !not.order) return not;
    return { ...not, permalink: await permalink(not.order.team, not.order.id) };
  };
}

/** Tells the result of a form that somebody sent. */
export function createShowRequested(deps: {
  messenger: Pick<SlackMessenger, 'post' | 'whisper'>;
  permalink: (team: string, id: string) => Promise<string | undefined>;
}) {
  const linked = createLinkInTheWay(deps.permalink);

  return async (draft: OrderDraft, requested: RequestResult): Promise<void> => {
    const told = requested.ok
      ? sentNote(requested.order)
      : notSent(draft.id, await linked(requested));
    await tell(deps.messenger, draft, told, requested.ok ? requested.order.channel : undefined);
  };
}

type Deps = {
  edge: Edge;
  modals: Modals;
  search: Search;
  draftOrder: DraftOrder;
  unusedNumbers: FindUnusedNumbers;
  requestOrder: RequestOrder;
  finishRequest: FinishRequest;
  messenger: SlackMessenger;
  rulebook: FindRulebook;
  now: () => number;
};

/** From Choose to a sent request, all in the window of the search. */
export function handleOrderRequest(deps: Deps): void {
  const { edge, modals, search, draftOrder, requestOrder, finishRequest, rulebook } = deps;

  edge.button(buttons.choose, 'order_request', async (chosen, click) => {
    const onShow = modalIds.search.decode(click.view?.metadata);
    if (!click.view || !onShow.ok) return click.answer(undecodable('broken'));
    const { viewId } = click.view;
    const { purpose, ...back } = onShow.value;
    const { country, region } = chosen;
    if (!(await search.isKept(country))) await modals.update({ viewId }, orderLoading());
    const offer = { e164: chosen.e164, price: chosen.price };
    const asked = { country, region, offer };
    const drafted = await draftOrder(click.actor, back.channel, asked).catch(click.problem);
    if ('kind' in drafted) {
      await modals.update({ viewId }, searchModal({ onShow: onShow.value, result: drafted }));
    } else if (drafted.ok) {
      await modals.update({ viewId }, await draftForm(rulebook, drafted.draft, { back, purpose }));
    } else {
      const { query = { country, region, digits: '', sort: DEFAULT_SORT } } = back;
      const not = drafted.why === 'gone' ? { ...drafted, why: 'sold' as const } : drafted;
      const note = notRequestedText(not);
      await showResults(deps, click, { ...onShow.value, query }, viewId, note);
    }
  });

  edge.button(buttons.reviewRequest, 'order_request', async ({ order }, click) => {
    const draft = await requestOrder.own(click.actor, order);
    const { submitted, typed = submitted } = draft ?? {};
    await click.show(
      draft ? await draftForm(rulebook, draft, typed) : orderNotRequested({ why: 'no_draft' }),
    );
  });

  edge.submission(
    modalIds.orderForm,
    'order_request',
    async ({ order: draftId, edition, back }, { values, actor }) => {
      const purpose = freeText(values, inputs.purpose, PURPOSE_MAX, PURPOSE_MISSING);
      if ('errors' in purpose) return purpose;
      const holding = readHolding(values, formOf(undefined, actor.userId), deps.now());
      if ('errors' in holding) return holding;
      const typed = { purpose: purpose.text, currency: readInput(values, inputs.currency) };
      const submitted = await requestOrder.submit(actor, { draftId, edition, ...typed, holding });
      if (!submitted.ok)
        return {
          view:
            submitted.why === 'old_form'
              ? await draftForm(rulebook, submitted.draft, { ...typed, holding, back })
              : orderNotRequested(submitted),
        };
      const { draft } = submitted;
      return {
        closes: true,
        after: () => finishRequest.finish(draft),
        tellFailure: (problem) => tell(deps.messenger, draft, requestUnclear(draft.id, problem)),
      };
    },
  );
}

type RerequestDeps = { edge: Edge; rerequestOrder: RerequestOrder };

/** Buttons of a stopped request: ask for approval of the difference, or request a similar number instead. */
export function handleOrderRerequest({ edge, rerequestOrder }: RerequestDeps): void {
  async function follow(click: Click, id: string, what: Instead) {
    await click.answer(rerequestAnswer(await rerequestOrder(click.actor, id, what)));
  }

  edge.button(buttons.askForDifference, 'order_request', ({ order }, click) =>
    follow(click, order, { kind: 'difference' }),
  );
  const near = ({ order, e164 }: { order: string; e164: string }, click: Click) =>
    follow(click, order, { kind: 'alternative', e164 });
  edge.button(buttons.requestInstead, 'order_request', near);
  edge.button(buttons.requestSecond, 'order_request', near);
  edge.button(buttons.requestThird, 'order_request', near);
}

function rerequestAnswer(followed: RerequestResult): Message {
  if (followed.ok) return rerequestedNote(followed.order);
  switch (followed.why) {
    case 'unknown':
      return unknownRecord();
    case 'not_open':
      return notRerequestable(followed.order);
    default:
      return notRequested(followed);
  }
}
