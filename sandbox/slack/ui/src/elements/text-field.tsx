import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { visibleText } from '../../../elements.ts';
import { flagOf, recordOf, stringsIn, textOf } from '../../../json.ts';
import { LIMITS } from '../../../limits.ts';
import { type ElementProps, useElement } from '../surface.ts';
import { Warning } from './warning.tsx';

const MODES: Record<string, 'text' | 'decimal' | 'email' | 'url'> = {
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
};

/** From how many characters before the limit the rest is counted. */
const COUNT_FROM = 20;

function asksForEnter({ block, element }: ElementProps): boolean {
  const when = recordOf(element.dispatch_action_config).trigger_actions_on;
  return (
    flagOf(block.dispatch_action) &&
    (when === undefined || stringsIn(when).includes('on_enter_pressed'))
  );
}

/** A text field of one or several lines. What is typed is kept here and reported as it is typed. */
export function TextField(props: ElementProps) {
  const { element, labelledBy, describedBy, isInvalid } = props;
  const { value, type, pressEnter, warning } = useElement(props);
  const reported = textOf(value?.value) ?? '';
  const [text, setText] = useState(reported);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const limit = Number(element.max_length ?? LIMITS.plainTextInput.length);
  const left = limit - text.length;

  // The app or another window changed it; never under the hands of somebody who types.
  useEffect(() => {
    if (document.activeElement !== field.current) setText(reported);
  }, [reported]);

  function change(next: string): void {
    setText(next);
    void type(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || !asksForEnter(props)) return;
    event.preventDefault();
    void pressEnter();
  }

  const shared = {
    ref: field,
    className: 'field',
    value: text,
    maxLength: limit,
    placeholder: visibleText(element.placeholder),
    autoComplete: 'off',
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy,
    'aria-invalid': isInvalid,
    'data-focus': element.focus_on_load === true ? '' : undefined,
    onKeyDown,
  };
  return (
    <span className="control control-wide">
      {element.multiline === true ? (
        <textarea {...shared} rows={3} onChange={(event) => change(event.target.value)} />
      ) : (
        <input
          {...shared}
          inputMode={MODES[String(element.type)] ?? 'text'}
          onChange={(event) => change(event.target.value)}
        />
      )}
      {left <= COUNT_FROM && limit > COUNT_FROM ? (
        <span className="quiet left-over">{left} left</span>
      ) : null}
      <Warning text={warning} />
    </span>
  );
}
