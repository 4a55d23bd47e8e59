import type { Delivery } from '../../sandbox/slack/courier.ts';
import type { OpenView } from '../../sandbox/slack/store.ts';
import type { Outside } from './world.ts';

/** What Slack's own client would not send: `view` replaces fields of the view, `team` is where the person is from. */
export type Forged = { values?: unknown; view?: Record<string, unknown>; team?: string };

/** Sends a form as if `by` had submitted it, however it was filled in. What the bot answers has no effect here. */
export function forgeSubmission(
  { slack }: Pick<Outside, 'slack'>,
  by: string,
  form: OpenView,
  { values = form.inputs, view = {}, team }: Forged = {},
): Promise<Delivery> {
  const { workspace } = slack;
  const home = { id: workspace.team.id, domain: workspace.team.domain };
  return slack.as(by).sendRaw('view_submission', {
    type: 'view_submission',
    api_app_id: workspace.bot.appId,
    is_enterprise_install: false,
    team: home,
    user: { id: by, team_id: team ?? home.id },
    trigger_id: 'forged',
    response_urls: [],
    view: { ...form.view, id: form.id, hash: form.hash, state: { values }, ...view },
  });
}
