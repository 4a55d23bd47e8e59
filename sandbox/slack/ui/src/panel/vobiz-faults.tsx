import { useState } from 'react';
import type { ShownFaults } from '../../../../playground/shown-vobiz.ts';
import { ODD_ANSWERS } from '../../../../vobiz/odd-answers.ts';
import { useItem } from '../window.ts';
import { useSwitch } from './switch.ts';

const OPS = [
  { op: 'order', label: 'purchase' },
  { op: 'availability', label: 'search' },
  { op: 'orderRead', label: 'order status' },
  { op: 'ownedNumbers', label: 'owned numbers' },
  { op: 'verify', label: 'code request' },
  { op: 'confirm', label: 'code check' },
  { op: 'channels', label: 'channel list' },
  { op: 'createChannel', label: 'new channel' },
  { op: 'updateChannel', label: 'channel change' },
  { op: 'deleteChannel', label: 'channel removal' },
  { op: 'releaseNumber', label: 'give-back' },
  { op: 'cancelRelease', label: 'keeping a number' },
];

const FAULTS: { label: string; fault: Record<string, unknown> }[] = [
  { label: 'succeeds, but the answer is lost', fault: { kind: 'reset_after' } },
  { label: 'succeeds, but gets a 502', fault: { kind: 'status_after', status: 502 } },
  { label: 'succeeds, but the answer is cut off', fault: { kind: 'truncated', cut: 'body' } },
  { label: 'breaks before anything happens', fault: { kind: 'reset' } },
  { label: 'fails with a 503', fault: { kind: 'status', status: 503 } },
  { label: 'gets an HTML page', fault: { kind: 'html', status: 502 } },
  {
    label: 'is told to wait 5 seconds',
    fault: { kind: 'rate_limited', retryAfterSeconds: 5, via: 'header' },
  },
  { label: 'takes 4 seconds', fault: { kind: 'latency', ms: 4000 } },
  { label: 'gets no answer', fault: { kind: 'hang' } },
];

/** Every fault that any call can have, and the odd answers of this one. */
function faultsOf(op: string): typeof FAULTS {
  const odd = ODD_ANSWERS.filter(({ ops }) => ops.some((each) => each === op));
  return [...FAULTS, ...odd];
}

function describe(faults: ShownFaults | undefined): string[] {
  if (!faults) return [];
  const name = (op: string) => OPS.find((one) => one.op === op)?.label ?? op;
  return [
    ...Object.entries(faults.next).map(
      ([op, list]) => `next ${name(op)}: ${list?.map(({ kind }) => kind).join(', ')}`,
    ),
    ...Object.entries(faults.always).map(([op, fault]) => `every ${name(op)}: ${fault.kind}`),
  ];
}

/** What goes wrong with the next call of the bot. */
export function VobizFaults() {
  const faults = useItem<ShownFaults>('vobiz.faults');
  const throwSwitch = useSwitch('/vobiz');
  const [op, setOp] = useState('order');
  const [picked, setPicked] = useState(0);
  const [isStanding, setStanding] = useState(false);
  const planned = describe(faults);
  return (
    <section className="panel-section">
      <h3>Faults</h3>
      <button
        type="button"
        className="button"
        onClick={() =>
          void throwSwitch({ action: 'faultNext', op: 'order', fault: { kind: 'reset_after' } })
        }
      >
        Lose the next purchase answer
      </button>
      <div className="panel-row">
        <select
          aria-label="How often"
          className="field field-short"
          value={isStanding ? 'every' : 'next'}
          onChange={(event) => setStanding(event.target.value === 'every')}
        >
          <option value="next">The next</option>
          <option value="every">Every</option>
        </select>
        <select
          aria-label="Which call"
          className="field field-short"
          value={op}
          onChange={(event) => {
            setOp(event.target.value);
            setPicked(0);
          }}
        >
          {OPS.map((one) => (
            <option key={one.op} value={one.op}>
              {one.label}
            </option>
          ))}
        </select>
        <select
          aria-label="What goes wrong"
          className="field field-short"
          value={picked}
          onChange={(event) => setPicked(Number(event.target.value))}
        >
          {faultsOf(op).map(({ label }, index) => (
            <option key={label} value={index}>
              {label}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button"
          onClick={() =>
            void throwSwitch({
              action: isStanding ? 'faultAlways' : 'faultNext',
              op,
              fault: faultsOf(op)[picked]?.fault,
            })
          }
        >
          Set
        </button>
      </div>
      <ul>
        {planned.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {planned.length > 0 ? (
        <button
          type="button"
          className="button"
          onClick={() => void throwSwitch({ action: 'faultClear' })}
        >
          Clear all faults
        </button>
      ) : null}
    </section>
  );
}
