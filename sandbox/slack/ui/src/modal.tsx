import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ShownView } from '../../../playground/shown.ts';
import { visibleText } from '../../elements.ts';
import { recordsIn } from '../../json.ts';
import { Blocks } from './blocks/blocks.tsx';
import { SurfaceContext } from './surface.ts';
import { useWindow } from './window.ts';

const FOCUSABLE =
  '.modal-blocks :is(input, textarea, select, button, [tabindex="0"]):not([disabled])';
const MODAL = { in: 'modal' } as const;

/** The modal on top of the person's stack. What lies under it cannot be reached until it closes. */
export function Modal({ view, depth }: { view: ShownView; depth: number }) {
  const { act, tell } = useWindow();
  const [isSending, setSending] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const { title, submit, close } = view.view;
  const surface = useMemo(
    () => ({ where: MODAL, inputs: view.inputs, errors: view.errors }),
    [view.inputs, view.errors],
  );

  // A new view gets the focus: where the app asks for it, else its first field, else the modal itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every version of the view
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement !== box.current && box.current?.contains(activeElement)) return;
    const wanted = box.current?.querySelector<HTMLElement>('[data-focus]');
    const field = box.current?.querySelector<HTMLElement>(`${FOCUSABLE}:is(input, textarea)`);
    (wanted ?? field ?? box.current)?.focus();
  }, [view.hash]);

  useEffect(() => {
    if (Object.keys(view.errors).length === 0) return;
    box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [view.errors]);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!submit || isSending) return;
    setSending(true);
    const answer = await act({ do: 'submit' });
    setSending(false);
    // An incomplete form says so at its fields.
    if (!answer.ok && answer.error && !answer.error.startsWith('the form')) tell(answer.error);
  }

  return (
    <div className="overlay">
      <div
        className="modal"
        role="dialog"
        aria-labelledby={titleId}
        tabIndex={-1}
        ref={box}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) void act({ do: 'close' });
        }}
      >
        <div className="modal-header">
          {depth > 1 ? (
            <button
              type="button"
              className="plain-button"
              aria-label="Back"
              onClick={() => void act({ do: 'close' })}
            >
              ‹
            </button>
          ) : null}
          <h2 id={titleId}>{visibleText(title)}</h2>
          <button
            type="button"
            className="plain-button close"
            aria-label="Close window"
            onClick={() => void act({ do: 'dismiss' })}
          >
            ×
          </button>
        </div>
        <form onSubmit={(event) => void send(event)} noValidate>
          {view.trouble ? (
            <p className="trouble" role="alert">
              {view.trouble}
            </p>
          ) : null}
          <div
            className="modal-blocks"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
            tabIndex={0}
          >
            <SurfaceContext value={surface}>
              <Blocks blocks={recordsIn(view.view.blocks)} />
            </SurfaceContext>
          </div>
          <footer className="modal-footer">
            <button type="button" className="button" onClick={() => void act({ do: 'close' })}>
              {visibleText(close) || 'Cancel'}
            </button>
            {submit ? (
              <button
                type="submit"
                className="button button-primary"
                disabled={isSending}
                aria-busy={isSending}
              >
                {visibleText(submit)}
              </button>
            ) : null}
          </footer>
        </form>
      </div>
    </div>
  );
}
