import { useEffect } from 'react';
import type { ShownBot, ShownView } from '../../../playground/shown.ts';
import { recordsIn } from '../../json.ts';
import { Blocks } from './blocks/blocks.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { go } from './place.ts';
import { SurfaceContext } from './surface.ts';
import { useItem, useWindow } from './window.ts';

const HOME = { in: 'home' } as const;
const TABS = [
  { id: 'home', label: 'Home' },
  { id: 'messages', label: 'Messages' },
] as const;

function Home({ view }: { view: ShownView | null | undefined }) {
  const { workspace, act } = useWindow();
  const { hasHomeTab, name } = workspace.app;
  const isConnected = useItem<ShownBot>('bot')?.isConnected === true;
  // Slack repeats an event that did not arrive: a Home that was opened too early is told of when the bot is there.
  useEffect(() => {
    if (hasHomeTab && isConnected) void act({ do: 'openHome' });
  }, [hasHomeTab, isConnected, act]);
  if (!view) return <p className="empty">{name} has published nothing here for you yet.</p>;
  return (
    <SurfaceContext value={{ where: HOME, inputs: view.inputs, errors: view.errors }}>
      <div className="home">
        <Blocks blocks={recordsIn(view.view.blocks)} />
      </div>
    </SurfaceContext>
  );
}

/** The app: its Home tab, and the direct messages between it and the person. */
export function AppPage({ tab }: { tab: 'home' | 'messages' }) {
  const { workspace } = useWindow();
  const { app, directMessages } = workspace;
  const view = useItem<ShownView | null>('home');
  const tabs = app.hasHomeTab || view ? TABS : TABS.slice(1);
  return (
    <main className="channel" aria-label={app.name}>
      <header className="channel-header">
        <h1>{app.name}</h1>
        <p className="channel-topic">{app.description}</p>
      </header>
      <div className="tabs" role="tablist" aria-label={app.name}>
        {tabs.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            role="tab"
            className="tab"
            aria-selected={tab === id}
            onClick={() => go({ in: id })}
          >
            {label}
          </button>
        ))}
      </div>
      {tab === 'home' ? (
        <Home view={view} />
      ) : (
        <>
          <MessageList channel={directMessages} />
          <Composer channel={directMessages} name={app.name} />
        </>
      )}
    </main>
  );
}
