import type { Enqueue } from '../../src/jobs/queue.ts';

const nothing = async () => undefined;

/** Leaves no job. */
export const noJobs: Enqueue = {
  place: nothing,
  readAccount: nothing,
  redraw: nothing,
  notify: nothing,
  tellOwner: nothing,
  digest: nothing,
  giveBack: nothing,
  wake: nothing,
  look: nothing,
  tellConnection: nothing,
};
