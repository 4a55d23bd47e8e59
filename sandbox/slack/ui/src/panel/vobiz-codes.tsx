import type { ShownCode } from '../../../../playground/shown-vobiz.ts';
import { timeOf } from '../times.ts';
import { useItem, useWindow } from '../window.ts';
import { useSwitch } from './switch.ts';

function stateOf({ status, isExpired, expiresAt, wrongTries }: ShownCode, tz: string): string {
  if (status === 'verified') return 'verified';
  if (isExpired) return 'expired';
  const tries = wrongTries > 0 ? `, ${wrongTries} wrong` : '';
  return `valid until ${timeOf(String(expiresAt / 1000), tz)}${tries}`;
}

/** The phones: what the person with one would read or hear. */
export function VobizCodes() {
  const codes = useItem<ShownCode[]>('vobiz.codes') ?? [];
  const { workspace } = useWindow();
  const throwSwitch = useSwitch('/vobiz');
  return (
    <section className="panel-section">
      <h3>Phones</h3>
      {codes.length === 0 ? <p className="quiet">No codes yet.</p> : null}
      <ul>
        {codes.map((code) => (
          <li key={code.phone_number} className="panel-card">
            <p>
              <strong>{code.phone_number}</strong>{' '}
              <span className="quiet">by {code.method === 'sms' ? 'text message' : 'call'}</span>
            </p>
            <p>
              Your code is <code className="code">{code.code}</code>
            </p>
            <p className="quiet">{stateOf(code, workspace.you.tz)}</p>
            {code.status === 'pending' && !code.isExpired ? (
              <button
                type="button"
                className="button"
                onClick={() => void throwSwitch({ action: 'expireCode', e164: code.phone_number })}
              >
                Expire this code
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
