import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ShownWorkspace } from '../../../playground/shown.ts';
import { actAs } from './act.ts';
import { Frame } from './frame.tsx';
import { follow, type Live } from './live.ts';
import { usePlace } from './place.ts';
import { ItemsContext, itemIn, WindowContext } from './window.ts';

const TOLD_MS = 6_000;

/** One window: one person, from the address. */
export function Playground() {
  const { as } = usePlace();
  const [live, setLive] = useState<Live>();
  useEffect(() => {
    const next = follow(as);
    setLive(next);
    return () => next.close();
  }, [as]);
  return live ? <Window key={as} live={live} /> : null;
}

function Window({ live }: { live: Live }) {
  const { items: newest, isLive } = useSyncExternalStore(live.subscribe, live.snapshot);
  // Drawn in small steps: a burst of messages never holds up somebody who types.
  const items = useDeferredValue(newest);
  const [told, setTold] = useState('');
  const workspace = itemIn<ShownWorkspace>(items, 'workspace');
  const userId = workspace?.you.id ?? '';
  const act = useMemo(() => actAs(userId), [userId]);
  const tell = useCallback((text: string) => setTold(text), []);

  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(''), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);

  const state = useMemo(() => {
    if (!workspace) return undefined;
    const { people, channels, channelNames, userGroups, you, now } = workspace;
    const named = Object.entries(channelNames).map(([id, name]) => ({ id, name }));
    const reader = {
      people: people.map(({ team: _, role: __, ...person }) => person),
      channels: named.map((channel) => ({
        members: [],
        botIsMember: false,
        ...channels.find(({ id }) => id === channel.id),
        ...channel,
      })),
      userGroups,
      tz: you.tz,
      now,
    };
    return { workspace, reader, act, tell };
  }, [workspace, act, tell]);

  useEffect(() => {
    if (workspace) document.title = `${workspace.you.realName} | ${workspace.team.name}`;
  }, [workspace]);

  if (!state) return <p className="waiting">Connecting…</p>;
  return (
    <WindowContext value={state}>
      <ItemsContext value={items}>
        <Frame isLive={isLive} />
        <p className="told" role="status" hidden={!told}>
          {told}
        </p>
      </ItemsContext>
    </WindowContext>
  );
}
