import type { ShownCode } from '../../../../playground/shown-vobiz.ts';
import { clockTime } from '../times.ts';
import { useItem } from '../window.ts';
import { useSwitch } from './switch.ts';

function stateOf({ status, isExpired, expiresAt, wrongTries }: ShownCode): string {
  if (status === 'verified') return 'verified';
  if (isExpired) return 'expired';
  const tries = wrongTries > 0 ? `, ${wrongTries} wrong` : '';
  return `valid until ${clockTime(expiresAt)}${tries}`;
}

/** The phones: what whoever holds one would read or hear. */
export function VobizCodes() {
  const codes = useItem<ShownCode[]>('vobiz.codes') ?? [];
  const throwSwitch = useSwitch('/vobiz');
  return (
    <section className="panel-section">
      <h3>Phones</h3>
      {codes.length === 0 ? <p className="quiet">No code has been sent.</p> : null}
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
            <p className="quiet">{stateOf(code)}</p>
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
