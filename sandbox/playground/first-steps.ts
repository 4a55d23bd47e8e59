import { setTimeout as pause } from 'node:timers/promises';
import { placedElements, visibleText } from '../slack/elements.ts';
import { CannotDoThat } from '../slack/find-element.ts';
import type { Scene } from './items.ts';
import type { Step, StepAnswer } from './shown-steps.ts';

const ASHA = 'U0ASHA';
const RAVI = 'U0RAVI';
const APPROVALS = { id: 'C0APPROVALS', name: 'numbers-approvals' };

/** The newest message that Ravi sees with a button to approve, the words on it, and the name of its channel. */
function waitingCard({ slack }: Scene) {
  const channels = slack.workspace.channels.filter(({ members }) => members.includes(RAVI));
  return channels
    .flatMap(({ id, name }) => slack.messages(id).map((card) => ({ card, in: name })))
    .sort((one, other) => Number(one.card.ts) - Number(other.card.ts))
    .flatMap((found) => {
      const words = placedElements(found.card.blocks).map(({ element }) => element.text);
      const text = words.map(visibleText).find((word) => word.startsWith('Approve'));
      return text === undefined ? [] : [{ ...found, text }];
    })
    .at(-1);
}

/** Waits up to ten seconds until the bot listens to Slack: somebody may press before it has started. */
export async function connected({ slack }: Scene): Promise<void> {
  for (let looks = 0; looks < 100 && slack.socketConnected() === 0; looks += 1) await pause(100);
}

/** Takes one of the first steps that the page suggests, as the person it names. */
export async function takeFirstStep(scene: Scene, step: Step): Promise<StepAnswer> {
  const { slack, vobiz, bot } = scene;
  switch (step) {
    case 'search': {
      await connected(scene);
      await slack.as(ASHA).command(APPROVALS.id, '/vobiz-number', 'search IN');
      const says = "You're Asha. Choose a number, say what it's for, and send the request.";
      return { as: 'asha', in: APPROVALS.name, says };
    }
    case 'approve': {
      await connected(scene);
      const found = waitingCard(scene);
      const place = { as: 'ravi', in: found?.in ?? APPROVALS.name };
      if (!found) {
        return {
          ...place,
          says: "You're Ravi. Nothing is waiting, so send a request as Asha first.",
        };
      }
      try {
        await slack.as(RAVI).click(found.card, { text: found.text });
      } catch (error) {
        if (!(error instanceof CannotDoThat)) throw error;
        return { ...place, says: "You're Ravi. That card has just changed. Look again." };
      }
      return { ...place, says: "You're Ravi, and you approved it. Watch the card." };
    }
    case 'setUp':
      bot.tell({ POLICY_FILE: '' });
      await bot.stop();
      bot.start();
      return {
        as: 'meera',
        in: 'home',
        says: "You're Meera, an admin. The bot now has no policy file. Set up approvals here.",
      };
    case 'lose':
      vobiz.faults.next('order', { kind: 'reset_after' });
      return {
        says: 'Vobiz will accept the next order, and its answer will get lost. Approve a request and watch its card.',
      };
  }
}
