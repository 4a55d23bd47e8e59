import { memo, useEffect, useState } from 'react';
import type { ExchangeDetails, ShownExchange } from '../../../../playground/shown.ts';
import { clockTime } from '../times.ts';

function Details({ exchange }: { exchange: ShownExchange }) {
  const { id, state } = exchange;
  const [details, setDetails] = useState<ExchangeDetails>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer is there once the state changes
  useEffect(() => {
    let isGone = false;
    fetch(`/exchange/${id}`)
      .then((response) => response.json())
      .then((read) => {
        if (!isGone) setDetails(read);
      })
      .catch(() => {});
    return () => {
      isGone = true;
    };
  }, [id, state]);
  if (!details) return <p className="quiet">Loading…</p>;
  return (
    <>
      <h4>Payload</h4>
      <pre>{JSON.stringify(details.payload, null, 2)}</pre>
      <h4>Answer</h4>
      <pre>{details.answer === null ? 'empty' : JSON.stringify(details.answer, null, 2)}</pre>
    </>
  );
}

function outcomeOf({ state, error, ackMs, from }: ShownExchange): string {
  if (state === 'waiting') return 'waiting';
  const time = ackMs === undefined ? '' : `${ackMs} ms`;
  if (error) return `${error}${time ? `, ${time}` : ''}`;
  return from === 'slack' ? `ack ${time}` : state;
}

/** One request: who asked whom, how it ended, and its payload on demand. */
export const Exchange = memo(function Exchange({ exchange }: { exchange: ShownExchange }) {
  const [isOpen, setOpen] = useState(false);
  const { from, name, about, state, problems, at } = exchange;
  return (
    <li className={`exchange exchange-${state}`}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="quiet">{clockTime(at)}</span>
          <span className="exchange-way">{from === 'slack' ? 'Slack → bot' : 'bot → Slack'}</span>
          <strong>{name}</strong>
          <span className="quiet">{about}</span>
          <span className="exchange-outcome">{outcomeOf(exchange)}</span>
        </summary>
        {isOpen ? <Details exchange={exchange} /> : null}
      </details>
      {problems.map((problem) => (
        <p key={problem} className="exchange-problem">
          {problem}
        </p>
      ))}
    </li>
  );
});
