import { createContext, useContext, useState } from 'react';
import type { Place } from '../../deeds.ts';
import { type JsonRecord, textOf } from '../../json.ts';
import type { Inputs } from '../../store.ts';
import type { Answer, Wish } from './act.ts';
import { useWindow } from './window.ts';

/** The message, modal or Home tab that blocks stand in. */
export interface Surface {
  where: Place;
  inputs: Inputs;
  /** Field errors by block_id. */
  errors: Record<string, string>;
}

export const SurfaceContext = createContext<Surface>({
  where: { in: 'modal' },
  inputs: {},
  errors: {},
});

/** An interactive element and the block it stands in. */
export interface ElementProps {
  block: JsonRecord;
  element: JsonRecord;
  /** Ids of what names and describes the element. */
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  isInvalid?: boolean | undefined;
}

/** What an element holds and how to use it. */
export function useElement({ block, element }: ElementProps) {
  const { where, inputs } = useContext(SurfaceContext);
  const { act, tell } = useWindow();
  const [isBusy, setBusy] = useState(false);
  const [warning, setWarning] = useState('');
  const ids = { where, blockId: String(block.block_id), actionId: String(element.action_id) };

  async function run(wish: Wish): Promise<Answer> {
    setBusy(true);
    setWarning('');
    const answer = await act(wish);
    setBusy(false);
    setWarning(answer.toldPerson ?? '');
    if (!answer.ok && answer.error) tell(answer.error);
    return answer;
  }

  return {
    value: inputs[ids.blockId]?.[ids.actionId],
    isBusy,
    /** Slack's sign that the app did not answer. */
    warning: textOf(warning),
    click: () => run({ do: 'click', ...ids }),
    select: (value: string | string[], typed?: string) =>
      run({ do: 'select', ...ids, value, ...(typed ? { typed } : {}) }),
    type: (value: string) => run({ do: 'type', ...ids, value }),
    pressEnter: () => run({ do: 'pressEnter', ...ids }),
    suggest: (typed: string) => act({ do: 'suggest', ...ids, typed }),
  };
}
