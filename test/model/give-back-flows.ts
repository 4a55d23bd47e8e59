import { createFindVanished } from '../../src/flows/account/vanished.ts';
import { createCheckBeforeRelease } from '../../src/flows/giveback/check-before-release.ts';
import {
  createChangeGiveBack,
  createGiveBacks,
  createSweepGiveBack,
} from '../../src/flows/giveback/give-backs.ts';
import { createSendGiveBack } from '../../src/flows/giveback/send-give-back.ts';
import { createTrackGiveBack } from '../../src/flows/giveback/track-give-back.ts';
import { readReleaseFailure } from '../../src/vobiz/failed-calls.ts';

const SETTLES_AFTER_MS = 30_000;
const GONE_AFTER_MS = 300_000;

type Deps = Omit<
  Parameters<typeof createSendGiveBack>[0],
  'changeGiveBack' | 'checkBefore' | 'readFailure'
> &
  Omit<Parameters<typeof createGiveBacks>[0], 'changeGiveBack'> &
  Parameters<typeof createCheckBeforeRelease>[0] &
  Pick<Parameters<typeof createTrackGiveBack>[0], 'lastSeen'> &
  Parameters<typeof createFindVanished>[0] & { releaseStaleAfterMs: number };

/** What gives a number back, wired as the app wires it. */
export function createGiveBackFlows(deps: Deps) {
  const changeGiveBack = createChangeGiveBack(deps);
  const acting = { ...deps, changeGiveBack };
  return {
    giveBacks: createGiveBacks(acting),
    trackGiveBack: createTrackGiveBack({
      ...acting,
      findVanished: createFindVanished(deps),
      settlesAfterMs: SETTLES_AFTER_MS,
      goneAfterMs: GONE_AFTER_MS,
    }),
    sweepGiveBack: createSweepGiveBack(acting),
    send: createSendGiveBack({
      ...acting,
      checkBefore: createCheckBeforeRelease(deps),
      readFailure: readReleaseFailure,
    }),
  };
}
