import type { ShownVobizCall } from '../../../../playground/shown-vobiz.ts';
import { clockTime } from '../times.ts';
import { useItem } from '../window.ts';

/** What the bot asked of Vobiz, newest first. */
export function VobizCalls() {
  const calls = useItem<ShownVobizCall[]>('vobiz.calls') ?? [];
  return (
    <section className="panel-section">
      <h3>The bot’s calls</h3>
      <ol className="calls">
        {calls.toReversed().map((call) => (
          <li key={`${call.at} ${call.path}`}>
            <span className="quiet">{clockTime(call.at)}</span> {call.method}{' '}
            {call.path.replace(/^\/api\/v1\/Account\/[^/]+/i, '')}{' '}
            <strong>{call.status ?? 'no answer'}</strong>
            {call.fault ? <span className="status status-failed">{call.fault}</span> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
