import { type FocusEvent, useEffect, useRef } from 'react';

/** Where the keyboard goes when what it was on is gone: the messages, or the open tab of the app. */
const PLACES = '.messages, .tab[aria-selected="true"]';

function focusOn(element: Element | null): void {
  const known = element?.isConnected ? element : document.querySelector(PLACES);
  if (known instanceof HTMLElement) known.focus();
}

/** For what opens beside the page: takes the focus when it appears and gives it back when it goes. */
export function useOwnFocus() {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => focusOn(before);
  }, []);
  return box;
}

/** For what lies under the modals: the focus comes back to what had it before they opened. */
export function useFocusUnderModals(isCovered: boolean) {
  const last = useRef<Element>(null);
  const wasCovered = useRef(false);
  useEffect(() => {
    if (wasCovered.current && !isCovered && document.activeElement === document.body) {
      focusOn(last.current);
    }
    wasCovered.current = isCovered;
  }, [isCovered]);
  return (event: FocusEvent): void => {
    last.current = event.target;
  };
}
