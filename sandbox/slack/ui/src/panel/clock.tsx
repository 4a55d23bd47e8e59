import { LEAPS } from '../../../../playground/shown-clock.ts';
import { dayOf, timeOf } from '../times.ts';
import { useWindow } from '../window.ts';
import { useSwitch } from './switch.ts';

/** What day it is, and how to have a later one. */
export function Clock() {
  const { workspace } = useWindow();
  const throwSwitch = useSwitch('/clock');
  const now = String(workspace.now / 1000);
  const day = dayOf(now, { you: workspace.you, now: 0 });
  return (
    <section className="panel-section">
      <h3>The clock</h3>
      <p className="quiet">
        {day}, about {timeOf(now, workspace.you.tz)}. Putting it ahead restarts the bot.
      </p>
      <div className="panel-row">
        {LEAPS.map(({ leap, label }) => (
          <button
            key={leap}
            type="button"
            className="button"
            onClick={() => void throwSwitch({ leap })}
          >
            {label}
          </button>
        ))}
      </div>
    </section>
  );
}
