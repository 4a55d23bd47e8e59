import { type FormEvent, useState } from 'react';
import type { ShownNumber } from '../../../../playground/shown-vobiz.ts';
import { useItem } from '../window.ts';
import { useSwitch } from './switch.ts';

function Row({ number }: { number: ShownNumber }) {
  const throwSwitch = useSwitch('/vobiz');
  const { e164, setup, monthly } = number;
  const [isEditing, setEditing] = useState(false);

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [newSetup, newMonthly] = [Number(form.get('setup')), Number(form.get('monthly'))];
    setEditing(false);
    void throwSwitch({ action: 'setPrice', e164, setup: newSetup, monthly: newMonthly });
  }

  return (
    <li className="inventory-row">
      <span>
        {e164} <span className="quiet">{number.region}</span>
      </span>
      {isEditing ? (
        <form className="panel-row" onSubmit={save}>
          <input
            className="field field-tiny"
            name="setup"
            aria-label="Setup"
            defaultValue={setup}
          />
          <input
            className="field field-tiny"
            name="monthly"
            aria-label="Monthly"
            defaultValue={monthly}
          />
          <button type="submit" className="link-button">
            Save
          </button>
        </form>
      ) : (
        <span className="quiet">
          {setup} + {monthly} {number.currency}
        </span>
      )}
      <span className="panel-row">
        <button
          type="button"
          className="link-button"
          aria-label={`Change the price of ${e164}`}
          onClick={() => setEditing(!isEditing)}
        >
          Price
        </button>
        <button
          type="button"
          className="link-button"
          aria-label={`Sell ${e164} to somebody else`}
          onClick={() => void throwSwitch({ action: 'sell', e164 })}
        >
          Sell
        </button>
      </span>
    </li>
  );
}

/** The shelf: what a search can find. */
export function VobizInventory() {
  const inventory = useItem<ShownNumber[]>('vobiz.inventory') ?? [];
  const [wanted, setWanted] = useState('');
  // Cards write numbers with spaces.
  const words = wanted.replaceAll(' ', '');
  const shown = inventory.filter(({ e164, region }) => `${e164} ${region}`.includes(words));
  return (
    <section className="panel-section">
      <h3>Numbers for sale ({inventory.length})</h3>
      <input
        className="field"
        aria-label="Find a number for sale"
        placeholder="Digits or region"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <ul className="inventory">
        {shown.map((number) => (
          <Row key={number.e164} number={number} />
        ))}
      </ul>
    </section>
  );
}
