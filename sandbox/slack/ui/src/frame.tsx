import type { ShownView } from '../../../playground/shown.ts';
import { AppPage } from './app-page.tsx';
import { ChannelPage } from './channel-page.tsx';
import { FirstSteps } from './first-steps.tsx';
import { useFocusUnderModals } from './focus-back.ts';
import { Modal } from './modal.tsx';
import { Panel } from './panel/panel.tsx';
import { usePlace } from './place.ts';
import { Sidebar } from './sidebar.tsx';
import { Thread } from './thread.tsx';
import { TopBar } from './top-bar.tsx';
import { useItem, useWindow } from './window.ts';

/** The whole window: people and panels on top, Slack on the left, the panel on the right. */
export function Frame({ isLive }: { isLive: boolean }) {
  const place = usePlace();
  const { workspace } = useWindow();
  const modals = useItem<ShownView[]>('modals') ?? [];
  const top = modals.at(-1);
  const channel =
    workspace.channels.find(({ name }) => name === place.in) ?? workspace.channels.at(0);
  const isApp = place.in === 'home' || place.in === 'messages';
  const placeId = isApp ? workspace.directMessages : (channel?.id ?? '');
  const noteFocus = useFocusUnderModals(top !== undefined);

  return (
    <div className="frame">
      <TopBar isLive={isLive} shown={placeId} />
      <FirstSteps />
      <div className="stage">
        <div className="slack-area">
          <div className="slack" inert={top !== undefined} onFocusCapture={noteFocus}>
            <Sidebar current={isApp ? 'app' : (channel?.id ?? '')} />
            {isApp ? <AppPage tab={place.in === 'home' ? 'home' : 'messages'} /> : null}
            {!isApp && channel ? <ChannelPage channel={channel} /> : null}
            {place.thread ? <Thread channel={placeId} ts={place.thread} /> : null}
          </div>
          {top ? <Modal key={top.id} view={top} depth={modals.length} /> : null}
        </div>
        {place.panel ? <Panel tab={place.panel} /> : null}
      </div>
    </div>
  );
}
