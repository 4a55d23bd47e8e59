import type { Connections } from '../../flows/connection/connections.ts';
import type { KeepNumber } from '../../flows/digest/keep-number.ts';
import type { LookAtDigest } from '../../flows/digest/look-at-digest.ts';
import { buttons } from '../../slack/ids.ts';
import { digestRefused, kept, notKept } from '../../views/digest/digest-answers.ts';
import { digestMessage } from '../../views/digest/digest-message.ts';
import type { Edge } from '../edge/edge.ts';
import type { Command } from '../edge/interaction.ts';

type Deps = {
  edge: Edge;
  connections: Pick<Connections, 'get'>;
  keepNumber: KeepNumber;
  lookAtDigest: LookAtDigest;
};

/** Keep, in the weekly digest, and a private look at what it would say now. */
export function handleDigest({ edge, connections, keepNumber, lookAtDigest }: Deps) {
  edge.button(buttons.keepNumber, 'click', async ({ record: id, digest }, click) => {
    const { held, isShown } = await keepNumber(click.actor, id, digest);
    if (held.ok) {
      if (!isShown) await click.answer(kept(held.record));
      return;
    }
    const record = await connections.get({ team: click.actor.teamId, id });
    await click.answer(notKept(held.refusal, record));
  });

  return {
    async command({ actor, channel, answer }: Command): Promise<void> {
      const digest = await lookAtDigest(actor, channel);
      await answer(digest ? digestMessage(digest, new Map()) : digestRefused());
    },
  };
}
