import type { Button } from '@slack/types';
import { LIMITS } from './limits.ts';
import { plain } from './text.ts';

/** A button for what cannot be taken back: red, and asked about before it counts. */
export function confirmed(
  button: Button,
  ask: { title: string; text: string; confirm: string; deny: string },
): Button {
  return {
    ...button,
    style: 'danger',
    confirm: {
      title: plain(ask.title, LIMITS.confirmTitle),
      text: plain(ask.text, LIMITS.confirmText),
      confirm: plain(ask.confirm, LIMITS.confirmButton),
      deny: plain(ask.deny, LIMITS.confirmButton),
      style: 'danger',
    },
  };
}
