import { useContext, useId } from 'react';
import { visibleText } from '../../../elements.ts';
import { flagOf, recordsIn } from '../../../json.ts';
import { Element } from '../elements/element.tsx';
import { SurfaceContext } from '../surface.ts';
import type { BlockProps } from './blocks.tsx';

/** A labelled field with its hint, and what is wrong with it. */
export function InputBlock({ block }: BlockProps) {
  const { errors } = useContext(SurfaceContext);
  const id = useId();
  const [element] = recordsIn([block.element]);
  const error = errors[String(block.block_id)];
  const hint = visibleText(block.hint);
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean);
  if (!element) return null;
  return (
    <div className={error ? 'input-block input-block-wrong' : 'input-block'}>
      <div className="input-label" id={`${id}-label`}>
        {visibleText(block.label)}
        {flagOf(block.optional) ? <span className="quiet"> (optional)</span> : null}
      </div>
      <Element
        block={block}
        element={element}
        labelledBy={`${id}-label`}
        describedBy={described.length > 0 ? described.join(' ') : undefined}
        isInvalid={error !== undefined}
      />
      {error ? (
        <p className="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
