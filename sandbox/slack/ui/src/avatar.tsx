import type { ShownPerson } from '../../../playground/shown.ts';
import { initials } from './window.ts';

const HUES = 8;

function hueOf(id: string): number {
  return [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % HUES;
}

/** A person's initials on a colour of their own; without a person, the app. Names stand beside it, so it is silent. */
export function Avatar({ person, size }: { person?: ShownPerson | undefined; size?: 'small' }) {
  const kind = person ? `avatar-hue-${hueOf(person.id)}` : 'avatar-app';
  return (
    <span
      className={`avatar ${kind} ${size ? `avatar-${size}` : ''}`}
      data-initials={person ? initials(person) : undefined}
      aria-hidden="true"
    >
      {person ? null : (
        <svg viewBox="0 0 16 16" width="60%" height="60%" aria-hidden="true">
          <path d="M6 2 4.6 14M11.4 2 10 14M2.5 5.5h11.5M2 10.5h11.5" />
        </svg>
      )}
    </span>
  );
}
