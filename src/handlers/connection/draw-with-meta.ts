import type { ModalView } from '@slack/types';
import type { MetaStand } from '../../domain/connection/meta-number.ts';
import type { Modals } from '../../slack/modals.ts';

/** Draws a window at once, and again when Meta has said something: nobody waits for Meta. */
export async function drawWithMeta(
  modals: Pick<Modals, 'update'>,
  modal: { viewId: string; hash?: string },
  stand: Promise<MetaStand> | undefined,
  view: (stand?: MetaStand) => ModalView,
): Promise<void> {
  const shown = await modals.update(modal, view());
  if (shown && stand) await modals.update(shown, view(await stand));
}
