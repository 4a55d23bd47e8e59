import { createContext, useContext } from 'react';
import type { ShownMessage, ShownPerson, ShownWorkspace } from '../../../playground/shown.ts';
import type { Reader } from '../../render-mrkdwn.ts';
import type { Act } from './act.ts';
import type { Snapshot } from './live.ts';

/** What every part of a window may need: who looks, what there is, and how to act. */
export interface WindowState {
  workspace: ShownWorkspace;
  reader: Reader;
  act: Act;
  /** Shows Slack's refusal of something the person tried. */
  tell: (text: string) => void;
}

export const WindowContext = createContext<WindowState | undefined>(undefined);
export const ItemsContext = createContext<Snapshot['items']>(new Map());

export function useWindow(): WindowState {
  const state = useContext(WindowContext);
  if (!state) throw new Error('there is no window');
  return state;
}

/** An item as the server sent it. The server is ours and typed by shown.ts: the one place where that is believed. */
export function itemIn<T>(items: Snapshot['items'], key: string): T | undefined {
  return items.get(key) as T | undefined;
}

export function useItem<T>(key: string): T | undefined {
  return itemIn<T>(useContext(ItemsContext), key);
}

/** All items whose key starts with the prefix. */
export function itemsUnder<T>(items: Snapshot['items'], prefix: string): T[] {
  const found: T[] = [];
  for (const key of items.keys()) {
    const item = key.startsWith(prefix) ? itemIn<T>(items, key) : undefined;
    if (item !== undefined) found.push(item);
  }
  return found;
}

/** Messages and notes of a place, oldest first. */
export function messagesIn(items: Snapshot['items'], channel: string): ShownMessage[] {
  return itemsUnder<ShownMessage>(items, `message/${channel}/`).sort((a, b) =>
    a.ts < b.ts ? -1 : 1,
  );
}

export function authorOf(workspace: ShownWorkspace, message: ShownMessage): string {
  if (message.isBot) return workspace.app.name;
  if (message.author === 'slackbot') return 'Workspace';
  const person = workspace.people.find(({ id }) => id === message.author);
  return person?.realName ?? message.author;
}

export function initials({ realName }: Pick<ShownPerson, 'realName'>): string {
  return realName
    .split(' ')
    .map((word) => word[0])
    .slice(0, 2)
    .join('');
}
