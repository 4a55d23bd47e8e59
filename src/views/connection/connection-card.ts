import type { Button, KnownBlock } from '@slack/types';
import type { Connectable } from '../../domain/connection/connectable.ts';
import { hasChannel, mayConnectNow } from '../../domain/connection/connection.ts';
import { buttons } from '../../slack/ids.ts';
import { actions, button, section } from '../kit/blocks.ts';
import { nextStep, stepLines } from './connection-words.ts';

/** From number to live, on the card of the order or verification: what is done, and the one next step. */
export function connectionBlocks(record: Connectable): KnownBlock[] {
  if (!record.connection) return [];
  return [section(stepsText(record)), section(nextStep(record.connection))];
}

export function stepsText(record: Connectable): string {
  const first = record.state === 'completed' ? 'Bought' : 'Verified';
  return stepLines(first, record.connection).join('\n');
}

/** What can be pressed about the connection. Only the card has it: there it changes with the record. */
export function connectionActions(record: Connectable): KnownBlock[] {
  const { id, connection } = record;
  const value = { record: id };
  const elements: Button[] = [
    ...(mayConnectNow(connection)
      ? [button(buttons.connect, value, connection ? 'Connect Again' : 'Connect')]
      : []),
    ...(connection?.state === 'rejected'
      ? [button(buttons.checkChannel, value, 'Check Again')]
      : []),
  ];
  if (hasChannel(connection)) elements.push(button(buttons.manageChannel, value, 'Manage Channel'));
  return elements.length > 0 ? [actions(...elements)] : [];
}
