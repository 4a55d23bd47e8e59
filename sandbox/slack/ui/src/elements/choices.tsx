import { useEffect, useId, useState } from 'react';
import { optionsOf } from '../../../elements.ts';
import { type JsonRecord, listOf, recordsIn } from '../../../json.ts';
import { Text } from '../blocks/mrkdwn.tsx';
import { type ElementProps, useElement } from '../surface.ts';
import { Warning } from './warning.tsx';

function chosenIn(value: JsonRecord | undefined): string[] {
  return recordsIn([value?.selected_option, ...listOf(value?.selected_options)]).map((option) =>
    String(option.value),
  );
}

/** Radio buttons and checkboxes. */
export function Choices(props: ElementProps) {
  const { element, labelledBy, describedBy, isInvalid } = props;
  const { value, select, warning } = useElement(props);
  const name = useId();
  const isMany = element.type === 'checkboxes';
  const [chosen, setChosen] = useState(() => chosenIn(value));
  useEffect(() => setChosen(chosenIn(value)), [value]);

  function toggle(option: string): void {
    if (!isMany) {
      setChosen([option]);
      return void select(option);
    }
    const isOn = chosen.includes(option);
    const next = isOn ? chosen.filter((one) => one !== option) : [...chosen, option];
    setChosen(next);
    void select(next);
  }

  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is one of two, and both take these
    <div
      className="choices"
      role={isMany ? 'group' : 'radiogroup'}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-invalid={isInvalid}
    >
      {optionsOf(element).map((option) => {
        const own = String(option.value);
        return (
          <label key={own} className="choice">
            <input
              type={isMany ? 'checkbox' : 'radio'}
              name={name}
              checked={chosen.includes(own)}
              onChange={() => toggle(own)}
            />
            <span>
              <Text value={option.text} />
              {option.description ? (
                <span className="choice-about">
                  <Text value={option.description} />
                </span>
              ) : null}
            </span>
          </label>
        );
      })}
      <Warning text={warning} />
    </div>
  );
}
