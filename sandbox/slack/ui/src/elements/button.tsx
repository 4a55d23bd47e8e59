import { useState } from 'react';
import { visibleText } from '../../../elements.ts';
import { isRecord, textOf } from '../../../json.ts';
import { Confirm } from '../confirm.tsx';
import { type ElementProps, useElement } from '../surface.ts';
import { Warning } from './warning.tsx';

/** A button, with its confirmation dialog when it has one. A link button also opens its address. */
export function Button(props: ElementProps) {
  const { element } = props;
  const { click, isBusy, warning } = useElement(props);
  const [isAsking, setAsking] = useState(false);
  const url = textOf(element.url);
  const style = textOf(element.style);

  function press(): void {
    setAsking(false);
    if (url?.startsWith('https:')) window.open(url, '_blank', 'noreferrer');
    void click();
  }

  return (
    <span className="control">
      <button
        type="button"
        className={style ? `button button-${style}` : 'button'}
        aria-label={textOf(element.accessibility_label)}
        aria-busy={isBusy}
        onClick={() => {
          if (isBusy) return;
          if (isRecord(element.confirm)) setAsking(true);
          else press();
        }}
      >
        {visibleText(element.text)}
      </button>
      <Warning text={warning} />
      {isAsking && isRecord(element.confirm) ? (
        <Confirm dialog={element.confirm} onYes={press} onNo={() => setAsking(false)} />
      ) : null}
    </span>
  );
}
