import { visibleText } from '../../../elements.ts';
import { textOf } from '../../../json.ts';
import { type ElementProps, useElement } from '../surface.ts';
import { Warning } from './warning.tsx';

/** A date or a time. */
export function Picker(props: ElementProps) {
  const { element, labelledBy, describedBy, isInvalid } = props;
  const { value, select, warning } = useElement(props);
  const isDate = element.type === 'datepicker';
  const name = isDate ? 'Date' : 'Time';
  return (
    <span className="control">
      <input
        className="field field-short"
        type={isDate ? 'date' : 'time'}
        value={textOf(value?.selected_date) ?? textOf(value?.selected_time) ?? ''}
        aria-label={labelledBy ? undefined : visibleText(element.placeholder) || name}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        // Empty while somebody is still at it.
        onChange={({ target }) => target.value && void select(target.value)}
      />
      <Warning text={warning} />
    </span>
  );
}
