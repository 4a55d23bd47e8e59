import { useOwnFocus } from '../focus-back.ts';
import { go } from '../place.ts';
import { Inspector } from './inspector.tsx';
import { Vobiz } from './vobiz.tsx';

/** The right side: what the vendor holds, or what Slack and the bot said to each other. */
export function Panel({ tab }: { tab: string }) {
  const isVobiz = tab === 'vobiz';
  const box = useOwnFocus();
  return (
    <aside
      className="panel"
      aria-label={isVobiz ? 'Vobiz' : 'Inspector'}
      tabIndex={-1}
      ref={box}
      onKeyDown={({ key, defaultPrevented }) => {
        if (key === 'Escape' && !defaultPrevented) go({ panel: '' });
      }}
    >
      <header className="panel-header">
        <h2>{isVobiz ? 'Vobiz' : 'Inspector'}</h2>
        <button
          type="button"
          className="plain-button close"
          aria-label="Close panel"
          onClick={() => go({ panel: '' })}
        >
          ×
        </button>
      </header>
      <div className="panel-body">{isVobiz ? <Vobiz /> : <Inspector />}</div>
    </aside>
  );
}
