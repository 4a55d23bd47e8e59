import type { ShownMessage } from '../../../playground/shown.ts';
import { Menu } from './elements/menu.tsx';
import { go } from './place.ts';
import { useWindow } from './window.ts';

/** What appears at a message on hover or focus: reply, and the app's message shortcuts. */
export function MessageMenu({ message }: { message: ShownMessage }) {
  const { workspace, act, tell } = useWindow();
  const { messageShortcuts, name } = workspace.app;
  const { channel, ts } = message;

  async function run(callbackId: string): Promise<void> {
    const answer = await act({ do: 'messageShortcut', channel, ts, callbackId });
    const problem = answer.toldPerson ?? answer.error;
    if (problem) tell(problem);
  }

  return (
    <div className="message-menu">
      <button type="button" className="plain-button" onClick={() => go({ thread: ts })}>
        Reply in thread
      </button>
      {messageShortcuts.length > 0 ? (
        <Menu
          className="plain-button"
          label="More actions"
          groups={[
            {
              label: name,
              choices: messageShortcuts.map((one) => ({ value: one.callbackId, text: one.name })),
            },
          ]}
          chosen={[]}
          onChoose={(callbackId) => void run(callbackId)}
        >
          <span aria-hidden="true">⋮</span>
        </Menu>
      ) : null}
    </div>
  );
}
