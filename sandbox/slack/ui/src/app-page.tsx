import { useEffect } from 'react';
import type { ShownView } from '../../../playground/shown.ts';
import { recordsIn } from '../../json.ts';
import { Blocks } from './blocks/blocks.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { go } from './place.ts';
import { SurfaceContext } from './surface.ts';
import { useItem, useWindow } from './window.ts';

const HOME = { in: 'home' } as const;

function Home() {
  const { workspace, act } = useWindow();
  const { hasHomeTab, name } = workspace.app;
  const view = useItem<ShownView | null>('home');
  useEffect(() => {
    if (hasHomeTab) void act({ do: 'openHome' });
  }, [hasHomeTab, act]);
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
  return (
    <main className="channel" aria-label={app.name}>
      <header className="channel-header">
        <h1>{app.name}</h1>
        <p className="channel-topic">{app.description}</p>
      </header>
      <div className="tabs" role="tablist" aria-label={app.name}>
        {(['home', 'messages'] as const).map((id) => (
          <button
            key={id}
            type="button"
            role="tab"
            className="tab"
            aria-selected={tab === id}
            onClick={() => go({ in: id })}
          >
            {id === 'home' ? 'Home' : 'Messages'}
          </button>
        ))}
      </div>
      {tab === 'home' ? (
        <Home />
      ) : (
        <>
          <MessageList channel={directMessages} />
          <Composer channel={directMessages} name={app.name} />
        </>
      )}
    </main>
  );
}
