import { useState } from 'react';
import { optionsOf, visibleText } from '../../../elements.ts';
import { isRecord, textOf } from '../../../json.ts';
import { Confirm } from '../confirm.tsx';
import { type ElementProps, useElement } from '../surface.ts';
import { Menu } from './menu.tsx';
import { Warning } from './warning.tsx';

/** The `…` menu. */
export function Overflow(props: ElementProps) {
  const { element } = props;
  const { select, warning } = useElement(props);
  const [asked, setAsked] = useState<string>();
  const choices = optionsOf(element).map((option) => ({
    value: String(option.value),
    text: visibleText(option.text),
    description: visibleText(option.description),
  }));

  function choose(value: string): void {
    setAsked(undefined);
    const url = textOf(optionsOf(element).find((option) => option.value === value)?.url);
    if (url?.startsWith('https:')) window.open(url, '_blank', 'noreferrer');
    void select(value);
  }

  return (
    <span className="control">
      <Menu
        className="button"
        label={textOf(element.accessibility_label) ?? 'More'}
        groups={[{ label: '', choices }]}
        chosen={[]}
        onChoose={(value) => (isRecord(element.confirm) ? setAsked(value) : choose(value))}
      >
        <span aria-hidden="true">⋯</span>
      </Menu>
      <Warning text={warning} />
      {asked !== undefined && isRecord(element.confirm) ? (
        <Confirm
          dialog={element.confirm}
          onYes={() => choose(asked)}
          onNo={() => setAsked(undefined)}
        />
      ) : null}
    </span>
  );
}
