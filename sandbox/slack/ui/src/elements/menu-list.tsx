export interface Choice {
  value: string;
  text: string;
  description?: string;
}
export interface ChoiceGroup {
  label: string;
  choices: Choice[];
}

/** The choices whose text contains what was typed; groups without one are left out. */
export function matching(groups: ChoiceGroup[], typed: string): ChoiceGroup[] {
  const wanted = typed.trim().toLowerCase();
  const fits = ({ text }: Choice) => text.toLowerCase().includes(wanted);
  return groups
    .map(({ label, choices }) => ({ label, choices: choices.filter(fits) }))
    .filter(({ choices }) => choices.length > 0);
}

interface ListProps {
  id: string;
  shown: ChoiceGroup[];
  chosen: string[];
  active: number;
  isMany: boolean;
  /** What stands there when there is no choice. */
  emptyWords: string;
  choose: (value: string) => void;
}

/** The choices of an open menu, in their groups. */
export function MenuList({ id, shown, chosen, active, isMany, emptyWords, choose }: ListProps) {
  let index = -1;
  return (
    <div role="listbox" id={`${id}-list`} aria-multiselectable={isMany} className="menu-list">
      {shown.every(({ choices }) => choices.length === 0) ? (
        <p className="quiet menu-none">{emptyWords}</p>
      ) : null}
      {shown.map(({ label, choices }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox has no element of its own
        <div key={label} role="group" aria-label={label || 'Choices'}>
          {label ? <p className="menu-group">{label}</p> : null}
          {choices.map(({ value, text, description }) => {
            index += 1;
            const isChosen = chosen.includes(value);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list as a whole takes the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the active option is named by the list
              <div
                key={value}
                id={`${id}-${index}`}
                role="option"
                data-index={index}
                aria-selected={isChosen}
                className={index === active ? 'option option-active' : 'option'}
                onClick={() => choose(value)}
              >
                <span>
                  {text}
                  {description ? <span className="choice-about">{description}</span> : null}
                </span>
                {isChosen ? <span aria-hidden="true">✓</span> : null}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
