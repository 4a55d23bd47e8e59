import { useLayoutEffect, useRef } from 'react';
import { visibleText } from '../../elements.ts';
import type { JsonRecord } from '../../json.ts';
import { Text } from './blocks/mrkdwn.tsx';

/** Slack's question before an element is used. */
export function Confirm(props: { dialog: JsonRecord; onYes: () => void; onNo: () => void }) {
  const { dialog, onYes, onNo } = props;
  const box = useRef<HTMLDialogElement>(null);
  // Closed before it goes, so that the browser gives the focus back to what asked.
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const style = dialog.style === 'danger' ? 'button-danger' : 'button-primary';
  return (
    <dialog
      ref={box}
      className="confirm"
      aria-label={visibleText(dialog.title)}
      onCancel={onNo}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2>{visibleText(dialog.title)}</h2>
      <p className="text">
        <Text value={dialog.text} />
      </p>
      <footer className="modal-footer">
        <button type="button" className="button" onClick={onNo}>
          {visibleText(dialog.deny) || 'No'}
        </button>
        <button type="button" className={`button ${style}`} onClick={onYes}>
          {visibleText(dialog.confirm) || 'Yes'}
        </button>
      </footer>
    </dialog>
  );
}
