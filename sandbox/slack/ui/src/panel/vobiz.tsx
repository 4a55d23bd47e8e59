import type { ShownBot } from '../../../../playground/shown.ts';
import { useItem } from '../window.ts';
import { Clock } from './clock.tsx';
import { useSwitch } from './switch.ts';
import { VobizCalls } from './vobiz-calls.tsx';
import { VobizCodes } from './vobiz-codes.tsx';
import { VobizFaults } from './vobiz-faults.tsx';
import { VobizInventory } from './vobiz-inventory.tsx';
import { VobizOrders } from './vobiz-orders.tsx';
import { VobizOwned } from './vobiz-owned.tsx';

function BotProcess() {
  const bot = useItem<ShownBot>('bot');
  const throwSwitch = useSwitch('/bot');
  return (
    <section className="panel-section">
      <h3>The bot’s process</h3>
      <p className="quiet">It’s {bot?.state ?? 'unknown'}. After a restart, orders continue.</p>
      <div className="panel-row">
        <button
          type="button"
          className="button"
          onClick={() => void throwSwitch({ do: 'restart' })}
        >
          Restart the bot
        </button>
        <button type="button" className="button" onClick={() => void throwSwitch({ do: 'kill' })}>
          Kill it
        </button>
        <button type="button" className="button" onClick={() => void throwSwitch({ do: 'start' })}>
          Start it
        </button>
      </div>
      <details>
        <summary>Log</summary>
        <pre className="log">{bot?.log.join('\n')}</pre>
      </details>
    </section>
  );
}

/** What the vendor really holds, and the hand on its switches. */
export function Vobiz() {
  return (
    <>
      <VobizCodes />
      <VobizOrders />
      <VobizOwned />
      <VobizFaults />
      <Clock />
      <BotProcess />
      <VobizInventory />
      <VobizCalls />
    </>
  );
}
