import { useContext } from 'react';
import { Menu } from './elements/menu.tsx';
import { go, usePlace } from './place.ts';
import { useUnread } from './unread.ts';
import { ItemsContext, useWindow } from './window.ts';

/** The sidebar of a narrow window: where to go, and where something new is. */
export function PlacesMenu({ shown }: { shown: string }) {
  const { workspace } = useWindow();
  const { channels, app, directMessages } = workspace;
  const place = usePlace().in;
  const unread = useUnread(useContext(ItemsContext), workspace, shown);
  const choice = (value: string, text: string, id: string) => ({
    value,
    text,
    ...(unread.has(id) ? { description: 'unread' } : {}),
  });
  return (
    <span className="places">
      <Menu
        className="people-button"
        label={unread.size > 0 ? 'Go to a channel, some are unread' : 'Go to a channel'}
        groups={[
          {
            label: 'Channels',
            choices: channels.map(({ id, name }) => choice(name, `#${name}`, id)),
          },
          {
            label: 'Apps',
            choices: [
              ...(app.hasHomeTab ? [choice('home', `${app.name}, Home`, '')] : []),
              choice('messages', `${app.name}, Messages`, directMessages),
            ],
          },
        ]}
        chosen={[place]}
        isWide
        onChoose={(next) => go({ in: next })}
      >
        <span aria-hidden="true">☰</span>
        {unread.size > 0 ? <span aria-hidden="true">●</span> : null}
      </Menu>
    </span>
  );
}
