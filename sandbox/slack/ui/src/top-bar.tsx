import type { ShownBot } from '../../../playground/shown.ts';
import { PeopleMenu } from './people-menu.tsx';
import { go, usePlace } from './place.ts';
import { PlacesMenu } from './places-menu.tsx';
import { useItem, useWindow } from './window.ts';

const PANELS = [
  { id: 'vobiz', label: 'Vobiz' },
  { id: 'inspector', label: 'Inspector' },
];

function botWords(bot: ShownBot | undefined): string {
  if (bot?.state !== 'running') return `bot ${bot?.state ?? 'unknown'}`;
  return bot.isConnected ? 'bot connected' : 'bot not connected';
}

/** Who one is, how the bot does, and the panels. `shown` is the channel that is looked at. */
export function TopBar({ isLive, shown }: { isLive: boolean; shown: string }) {
  const { workspace } = useWindow();
  const { panel } = usePlace();
  const bot = useItem<ShownBot>('bot');
  const isWell = isLive && bot?.state === 'running' && bot.isConnected;
  return (
    <header className="top-bar">
      <PlacesMenu shown={shown} />
      <strong className="top-bar-name">{workspace.team.name}</strong>
      <span className="top-bar-what">playground, nothing here is real</span>
      <span className={isWell ? 'health health-good' : 'health'} role="status">
        {isLive ? botWords(bot) : 'playground not reachable'}
      </span>
      <nav className="top-bar-panels" aria-label="Panels">
        {PANELS.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="plain-button"
            aria-pressed={panel === id}
            onClick={() => go({ panel: panel === id ? '' : id })}
          >
            {label}
          </button>
        ))}
      </nav>
      <PeopleMenu />
    </header>
  );
}
