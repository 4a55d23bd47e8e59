import type { Verification } from '../domain/verification.ts';
import { isOver } from '../domain/verification.ts';
import type { CodeWindow, CodeWindows, Log, Ref, Verifications } from './ports.ts';

/** A modal at Slack; undefined when it is gone or shows something newer. */
type Update<V> = (
  window: { viewId: string; hash?: string },
  view: V,
) => Promise<{ viewId: string; hash: string } | undefined>;

/**
 * Brings the open modals of a verification up to date: who is entering, that a new code counts, that it is over. `render`
 * answers undefined for a modal that is to stay as it is. Whoever has just submitted a code is answered by the handler.
 */
export function createRefreshWindows<V>(deps: {
  verifications: Pick<Verifications, 'get'>;
  codeWindows: CodeWindows;
  update: Update<V>;
  render: (record: Verification, window: CodeWindow) => { view: V; attempt: number } | undefined;
  log: Log;
}) {
  const { verifications, codeWindows, update, render, log } = deps;

  return async function refresh(ref: Ref): Promise<void> {
    const windows = await codeWindows.of(ref);
    const record = windows.length > 0 ? await verifications.get(ref) : undefined;
    if (!record) return;
    for (const window of windows) {
      try {
        await bringUpToDate(record, window);
      } catch (error) {
        // It is shown again with the next change; a submission is judged by the record in any case.
        log.warn({ event: 'window.not_refreshed', verification_id: ref.id, err: error });
      }
    }
  };

  async function bringUpToDate(record: Verification, window: CodeWindow): Promise<void> {
    const { viewId, hash, user } = window;
    const drawn = window.revision < record.revision ? render(record, window) : undefined;
    if (!drawn) return;
    const { view, attempt } = drawn;
    if (isOver(record)) {
      await update({ viewId }, view);
      await codeWindows.remove(record, viewId);
      return;
    }
    // The hash keeps this from overwriting what its owner has been shown since.
    const shown = await update({ viewId, hash }, view);
    if (shown)
      await codeWindows.put(record, { ...shown, user, attempt, revision: record.revision });
  }
}
export type RefreshWindows = ReturnType<typeof createRefreshWindows>;
