import { placedElements, visibleText } from '../slack/elements.ts';
import { CannotDoThat } from '../slack/find-element.ts';
import type { StoredMessage } from '../slack/store.ts';
import type { Scene } from './items.ts';
import type { Step, StepAnswer } from './shown-steps.ts';

const ASHA = 'U0ASHA';
const RAVI = 'U0RAVI';
const APPROVALS = { id: 'C0APPROVALS', name: 'numbers-approvals' };

/** The newest message with a button to approve, and the words on it. */
function waitingCard({ slack }: Scene): { card: StoredMessage; text: string } | undefined {
  for (const card of slack.messages(APPROVALS.id).toReversed()) {
    const words = placedElements(card.blocks).map(({ element }) => visibleText(element.text));
    const text = words.find((word) => word.startsWith('Approve'));
    if (text !== undefined) return { card, text };
  }
  return undefined;
}

/** Takes one of the first steps that the page suggests, as the person it names. */
export async function takeFirstStep(scene: Scene, step: Step): Promise<StepAnswer> {
  const { slack, vobiz } = scene;
  switch (step) {
    case 'search': {
      await slack.as(ASHA).command(APPROVALS.id, '/vobiz-number', 'search IN');
      const says = 'You are Asha. Choose a number, say what it is for, and send the request.';
      return { as: 'asha', in: APPROVALS.name, says };
    }
    case 'approve': {
      const found = waitingCard(scene);
      const place = { as: 'ravi', in: APPROVALS.name };
      if (!found) {
        return {
          ...place,
          says: 'You are Ravi. Nothing waits for you: send a request as Asha first.',
        };
      }
      try {
        await slack.as(RAVI).click(found.card, { text: found.text });
      } catch (error) {
        if (!(error instanceof CannotDoThat)) throw error;
        return { ...place, says: 'You are Ravi. That card has just changed: look at it again.' };
      }
      return { ...place, says: 'You are Ravi and pressed Approve. Watch the card.' };
    }
    case 'lose':
      vobiz.faults.next('order', { kind: 'reset_after' });
      return {
        says: 'Vobiz will take the next order, and its answer will get lost. Approve a request and watch its card.',
      };
  }
}
