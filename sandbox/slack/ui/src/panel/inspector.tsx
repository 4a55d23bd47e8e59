import { useContext, useMemo, useState } from 'react';
import type { ShownExchange } from '../../../../playground/shown.ts';
import { ItemsContext, itemsUnder } from '../window.ts';
import { Exchange } from './exchange.tsx';

/** Each request between Slack and the bot, newest first. */
export function Inspector() {
  const items = useContext(ItemsContext);
  const [onlyRefused, setOnlyRefused] = useState(false);
  const rows = useMemo(
    () =>
      itemsUnder<ShownExchange>(items, 'exchange/')
        .filter(({ state }) => !onlyRefused || state === 'refused')
        .sort((a, b) => b.at - a.at),
    [items, onlyRefused],
  );
  return (
    <>
      <label className="choice">
        <input
          type="checkbox"
          checked={onlyRefused}
          onChange={(event) => setOnlyRefused(event.target.checked)}
        />
        Only what went wrong
      </label>
      {rows.length === 0 ? <p className="quiet">Nothing yet.</p> : null}
      <ol className="exchanges">
        {rows.map((row) => (
          <Exchange key={row.id} exchange={row} />
        ))}
      </ol>
    </>
  );
}
