import type { HomeFlow } from '../../flows/home/draw-home.ts';
import { buttons } from '../../slack/ids.ts';
import type { HomePublisher } from '../../slack/modals.ts';
import { closedHome, failedHome } from '../../views/home/home-view.ts';
import { byonForm } from '../../views/verification/byon-form.ts';
import type { Edge } from '../edge/edge.ts';

type Deps = {
  edge: Edge;
  home: Pick<HomeFlow, 'open'>;
  publish: HomePublisher;
};

/** Home, and those of its buttons that no card has. */
export function handleHome(deps: Deps): void {
  const { edge } = deps;

  edge.homeOpened(
    ({ actor, channel }) => deps.home.open(actor, channel),
    (userId, text) => deps.publish(userId, failedHome(text)),
    (userId, why) => deps.publish(userId, closedHome(why)),
  );
  edge.button(buttons.homeBring, 'byon_start', async ({ channel }, { show }) => {
    await show(byonForm({ channel }));
  });
}
