import { useEffect, useRef, useState } from 'react';
import { FIRST_STEPS, type Step } from '../../../playground/shown-steps.ts';
import { takeStep } from './act.ts';
import { go } from './place.ts';
import { useWindow } from './window.ts';

/** Survives a change of person, which redraws the window, but not a reload. */
let kept = { isHidden: false, said: '', to: '', taken: '' };

/** What to try first, a button each. The person who presses one sees the result. */
export function FirstSteps() {
  const [{ isHidden, said, to }, show] = useState(kept);
  const { name } = useWindow().workspace.you;
  const list = useRef<HTMLOListElement>(null);
  // In the window of another person, the keyboard is where it was.
  useEffect(() => {
    list.current?.querySelector<HTMLElement>(`[data-step="${kept.taken}"]`)?.focus();
  }, []);
  if (isHidden) return null;

  function keep(next: Partial<typeof kept>): void {
    kept = { ...kept, ...next };
    show(kept);
  }

  async function take(step: Step): Promise<void> {
    const { as, in: place, says } = await takeStep(step);
    keep({ said: says, to: as ?? '', taken: step });
    if (as && place) go({ as, in: place });
  }

  return (
    <section className="first-steps" aria-label="First steps">
      <strong>Try this:</strong>
      <ol ref={list}>
        {FIRST_STEPS.map(({ step, label }) => (
          <li key={step}>
            <button
              type="button"
              className="button"
              data-step={step}
              onClick={() => void take(step)}
            >
              {label}
            </button>
          </li>
        ))}
      </ol>
      {/* What was said to one person would be wrong in the window of another. */}
      <p role="status">{to === '' || to === name ? said : ''}</p>
      <button
        type="button"
        className="plain-button close"
        aria-label="Hide the first steps"
        onClick={() => keep({ isHidden: true })}
      >
        ×
      </button>
    </section>
  );
}
