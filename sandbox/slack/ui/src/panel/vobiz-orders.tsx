import type { ShownOrder } from '../../../../playground/shown-vobiz.ts';
import { useItem } from '../window.ts';
import { useSwitch } from './switch.ts';

function Order({ order }: { order: ShownOrder }) {
  const throwSwitch = useSwitch('/vobiz');
  const { id, status } = order;
  return (
    <li className="panel-card">
      <p>
        <strong>{order.selected_phone_number}</strong>{' '}
        <span className={`status status-${status}`}>{status}</span>
      </p>
      <p className="quiet">
        {order.setup_cost} setup + {order.monthly_cost} a month, {order.currency}
        {order.failure_reason ? `. ${order.failure_reason}` : ''}
      </p>
      {status === 'pending' ? (
        <div className="panel-row">
          <button
            type="button"
            className="button"
            onClick={() => void throwSwitch({ action: 'completeOrder', id })}
          >
            Complete now
          </button>
          <button
            type="button"
            className="button"
            onClick={() =>
              void throwSwitch({ action: 'failOrder', id, reason: 'The carrier refused it' })
            }
          >
            Fail
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void throwSwitch({ action: 'cancelOrder', id })}
          >
            Cancel order
          </button>
        </div>
      ) : null}
    </li>
  );
}

/** Every purchase that was really made. */
export function VobizOrders() {
  const orders = useItem<ShownOrder[]>('vobiz.orders') ?? [];
  return (
    <section className="panel-section">
      <h3>Orders ({orders.length})</h3>
      {orders.length === 0 ? <p className="quiet">No purchases yet.</p> : null}
      <ul>
        {orders.toReversed().map((order) => (
          <Order key={order.id} order={order} />
        ))}
      </ul>
    </section>
  );
}
