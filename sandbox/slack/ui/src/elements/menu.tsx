import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type ChoiceGroup, MenuList, matching } from './menu-list.tsx';

interface Props {
  /** What a screen reader says of the button; `labelledBy` names the field it belongs to. */
  label?: string | undefined;
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  isInvalid?: boolean | undefined;
  className: string;
  groups: ChoiceGroup[];
  chosen: string[];
  /** With a field to search in; typing is reported when the choices come from elsewhere. */
  hasSearch?: boolean;
  onSearch?: (typed: string) => void;
  /** What an empty list says. */
  emptyWords?: string;
  isWide?: boolean;
  /** Stays open after a choice. */
  isMany?: boolean;
  onChoose: (value: string) => void;
  footer?: ReactNode;
  children: ReactNode;
}

/** Where the list goes: under the button, or above it when there is more room. */
function placeUnder(button: HTMLElement): { style: Record<string, string> } {
  const { left, top, bottom, width } = button.getBoundingClientRect();
  const below = innerHeight - bottom;
  const isAbove = below < 240 && top > below;
  return {
    style: {
      left: `${Math.max(8, Math.min(left, innerWidth - Math.min(320, innerWidth - 16) - 8))}px`,
      minWidth: `${Math.max(width, 180)}px`,
      maxHeight: `${Math.max(160, Math.min(360, (isAbove ? top : below) - 16))}px`,
      ...(isAbove ? { bottom: `${innerHeight - top + 4}px` } : { top: `${bottom + 4}px` }),
    },
  };
}

/** A button that opens a list of choices: arrows move, Enter chooses, Escape closes. */
export function Menu(props: Props) {
  const { groups, chosen, hasSearch, onSearch, isMany, onChoose } = props;
  const [place, setPlace] = useState<{ style: Record<string, string> }>();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const shown = onSearch ? groups : matching(groups, typed);
  const flat = shown.flatMap(({ choices }) => choices);

  // Once for every opening: a later look at a list that is about to close would take the focus back from the button.
  useEffect(() => {
    if (!place) return;
    list.current?.focus();
    list.current?.querySelector('input')?.focus();
    const outside = ({ target }: Event) => {
      const inside = target instanceof Node && list.current?.contains(target);
      const isOnButton = target instanceof Node && button.current?.contains(target);
      if (!inside && !isOnButton) setPlace(undefined);
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [place]);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function open(): void {
    if (!button.current) return;
    setTyped('');
    setActive(
      Math.max(
        0,
        flat.findIndex(({ value }) => chosen.includes(value)),
      ),
    );
    setPlace(placeUnder(button.current));
    onSearch?.('');
  }

  function close(): void {
    setPlace(undefined);
    button.current?.focus();
  }

  function choose(value: string): void {
    if (!isMany) close();
    onChoose(value);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const current = flat[active];
    if (step) setActive((active + step + flat.length) % Math.max(flat.length, 1));
    else if (event.key === 'Enter' || (event.key === ' ' && !hasSearch)) {
      if (current) choose(current.value);
    } else if (event.key === 'Escape') close();
    else {
      if (event.key === 'Tab') close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.className}
        aria-label={props.label}
        aria-labelledby={props.labelledBy && `${props.labelledBy} ${id}-value`}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        aria-haspopup="listbox"
        aria-expanded={place !== undefined}
        onClick={() => (place ? close() : open())}
      >
        <span className="menu-value" id={`${id}-value`}>
          {props.children}
        </span>
      </button>
      {place ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: holds the focus of a menu without a search field
        <div
          ref={list}
          className={props.isWide ? 'menu menu-wide' : 'menu'}
          style={place.style}
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          {hasSearch ? (
            <input
              className="field menu-search"
              role="combobox"
              aria-label="Search"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={`${id}-${active}`}
              placeholder="Search"
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setActive(0);
                onSearch?.(event.target.value);
              }}
            />
          ) : null}
          <MenuList
            {...{ id, shown, chosen, active, choose }}
            isMany={isMany === true}
            emptyWords={props.emptyWords ?? 'Nothing found.'}
          />
          {props.footer}
        </div>
      ) : null}
    </>
  );
}
