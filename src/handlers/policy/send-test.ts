import { firstCharge } from '../../domain/money.ts';
import type { TestRequest, TestRequested } from '../../flows/order/test-request.ts';
import { buttons } from '../../slack/ids.ts';
import type { Modals } from '../../slack/modals.ts';
import {
  TEST_PURPOSE,
  type TestSent,
  testOutcome,
  testSending,
} from '../../views/policy/test-request-form.ts';
import type { Edge } from '../edge/edge.ts';

/** Sends a test request, from the set-up or from Home. */
export function handleSendTest(deps: {
  edge: Edge;
  modals: Modals;
  testRequest: TestRequest;
  /** Ids of those who may, if the operator named them. */
  admins: readonly string[];
}): void {
  deps.edge.button(buttons.sendTest, 'settings', async (trial, { actor, view, show }) => {
    const modal = view?.type === 'modal' ? view : await show(testSending());
    const requested = await deps.testRequest(actor, { ...trial, purpose: TEST_PURPOSE });
    const { viewId } = modal;
    await deps.modals.update({ viewId }, testOutcome(sentOf(requested, deps.admins)));
  });
}

function sentOf(requested: TestRequested, admins: readonly string[]): TestSent {
  if (requested.ok) {
    const { state, channel, number } = requested.order;
    return state === 'stopped'
      ? { kind: 'approved_alone', amount: firstCharge(number.price), channel }
      : { kind: 'sent', channel };
  }
  switch (requested.why) {
    case 'already_requested':
      return { kind: 'open' };
    case 'nobody_can_approve':
      return { kind: 'nobody_can_approve' };
    case 'not_an_admin':
      return { kind: 'not_an_admin', admins };
    case 'not_together':
    case 'rest_requested':
    case 'no_policy':
    case 'forbidden':
    case 'may_not_ask':
    case 'label':
    case 'no_owner':
    case 'over_limit':
      return { kind: 'not_possible' };
  }
}
