import { send } from '../act.ts';
import { useWindow } from '../window.ts';

/** Throws a switch and says why when it cannot be thrown. */
export function useSwitch(path: '/vobiz' | '/clock' | '/bot') {
  const { tell } = useWindow();
  return async (wish: Record<string, unknown>): Promise<void> => {
    const { ok, error } = await send(path, wish);
    if (!ok && error) tell(error);
  };
}
