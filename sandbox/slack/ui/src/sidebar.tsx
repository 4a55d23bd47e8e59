import { useContext } from 'react';
import { Avatar } from './avatar.tsx';
import { go } from './place.ts';
import { useUnread } from './unread.ts';
import { ItemsContext, useWindow } from './window.ts';

function Lock() {
  return (
    <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path
        d="M3.5 7.5h9v6h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      />
    </svg>
  );
}

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
              <span aria-hidden="true">{isPrivate ? <Lock /> : '#'}</span> {name}
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
