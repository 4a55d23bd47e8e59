import type { ShownNumber, ShownOwned } from '../../../../playground/shown-vobiz.ts';
import { useItem } from '../window.ts';
import { useSwitch } from './switch.ts';

/** What can be done to a number in the console, or by Meta to its channel. */
function switchesOf({ e164, status, isBlocked, channel }: ShownOwned) {
  const isActive = channel?.status === 'active';
  return [
    channel && {
      label: isActive ? 'Suspend its WhatsApp' : 'Make its WhatsApp active',
      wish: {
        action: 'setChannelStatus',
        id: channel.id,
        status: isActive ? 'suspended' : 'active',
      },
    },
    {
      label: isBlocked ? 'Unblock' : 'Block',
      wish: { action: 'alterOwnedNumber', e164, fields: isBlocked ? {} : { is_blocked: true } },
    },
    status === 'pending_release' && {
      label: 'Release it now',
      wish: { action: 'endCooldown', e164 },
    },
  ].filter((one) => one !== undefined && one !== false);
}

function Owned({ number }: { number: ShownOwned }) {
  const throwSwitch = useSwitch('/vobiz');
  const { e164, status, isBlocked, monthly, currency, channel } = number;
  return (
    <li className="panel-card">
      <p>
        <strong>{e164}</strong> <span className="status">{isBlocked ? 'blocked' : status}</span>
      </p>
      <p className="quiet">
        {monthly} {currency} a month
        {channel ? `. WhatsApp: ${channel.status}, ${channel.review}` : '. No WhatsApp channel'}
      </p>
      {status === 'released' ? null : (
        <div className="panel-row">
          {switchesOf(number).map(({ label, wish }) => (
            <button
              key={label}
              type="button"
              className="button"
              aria-label={`${label}: ${e164}`}
              onClick={() => void throwSwitch(wish)}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}

/** The account's numbers and their channels. The bot looks every few seconds. */
export function VobizOwned() {
  const owned = useItem<ShownOwned[]>('vobiz.owned') ?? [];
  const forSale = useItem<ShownNumber[]>('vobiz.inventory') ?? [];
  const throwSwitch = useSwitch('/vobiz');
  const [next] = forSale;
  return (
    <section className="panel-section">
      <h3>Owned numbers ({owned.length})</h3>
      <ul>
        {owned.map((number) => (
          <Owned key={number.e164} number={number} />
        ))}
      </ul>
      {next ? (
        <button
          type="button"
          className="button"
          onClick={() => void throwSwitch({ action: 'buyElsewhere', e164: next.e164 })}
        >
          Buy one outside Slack
        </button>
      ) : null}
    </section>
  );
}
