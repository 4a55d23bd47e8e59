import { useContext } from 'react';
import { Avatar } from './avatar.tsx';
import { go } from './place.ts';
import { useUnread } from './unread.ts';
import { ItemsContext, useWindow } from './window.ts';

/** The channels of the person, and the app. */
export function Sidebar({ current }: { current: string }) {
  const { workspace } = useWindow();
  const { channels, app, directMessages } = workspace;
  const items = useContext(ItemsContext);
  const shown = current === 'app' ? directMessages : current;
  const unread = useUnread(items, workspace, shown);
  return (
    <nav className="sidebar" aria-label="Channels">
      <h2 className="sidebar-title">Channels</h2>
      <ul>
        {channels.map(({ id, name, isPrivate }) => (
          <li key={id}>
            <button
              type="button"
              className={unread.has(id) ? 'sidebar-row sidebar-unread' : 'sidebar-row'}
              aria-current={current === id ? 'page' : undefined}
              onClick={() => go({ in: name })}
            >
              <span aria-hidden="true">{isPrivate ? '◦' : '#'}</span> {name}
              {unread.has(id) ? <span className="unheard">, unread</span> : null}
            </button>
          </li>
        ))}
      </ul>
      <h2 className="sidebar-title">Apps</h2>
      <ul>
        <li>
          <button
            type="button"
            className={unread.has(directMessages) ? 'sidebar-row sidebar-unread' : 'sidebar-row'}
            aria-current={current === 'app' ? 'page' : undefined}
            onClick={() => go({ in: app.hasHomeTab ? 'home' : 'messages' })}
          >
            <Avatar size="small" /> {app.name}
            {unread.has(directMessages) ? <span className="unheard">, unread</span> : null}
          </button>
        </li>
      </ul>
    </nav>
  );
}
