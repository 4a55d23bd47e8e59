import type { Barred } from '../../domain/policy/policy.ts';
import type { Doing } from '../../views/kit/error-sentences.ts';
import { noticeView } from '../../views/kit/notice.ts';
import { forbiddenAnswer } from '../../views/kit/refusals.ts';
import { inTime } from './in-time.ts';
import type { Common, SubmitReply, Submitted } from './interaction.ts';
import { readSubmission } from './payloads.ts';
import type { OnSubmission } from './routes.ts';
import type { Runner } from './runner.ts';
import type { Turn } from './turns.ts';
import { failedView, type Ways } from './ways.ts';

type Deps = { ways: Ways; run: Runner['run']; newTurn: () => Turn; newRef: () => string };

/**
 * What is wrong with a form is said in its acknowledgement, so judging it does not wait in line; carrying it out does.
 */
export function createSubmissions({ ways, run, newTurn, newRef }: Deps) {
  return function onSubmission(
    handler: string,
    doing: Doing,
    handle: (form: Submitted & { metadata: string }) => Promise<SubmitReply>,
  ): OnSubmission {
    return async ({ ack, body }) => {
      const since = performance.now();
      const who = readSubmission(body);
      const [ref, turn] = [newRef(), newTurn()];
      const { viewId, values } = who;
      let shown = false;
      let onFailure = failedView;
      const work = async (common: Common) => {
        const ours = turn.begin();
        const reply = await inTime(handle({ ...who, ...common }), since);
        if ('errors' in reply) return ack({ response_action: 'errors', errors: reply.errors });
        await ack({ response_action: 'update', view: reply.view });
        shown = true;
        onFailure = reply.onFailure ?? onFailure;
        await ours;
        await reply.after?.(viewId);
      };
      const fail = async (text: string) => {
        const first = firstInput(values);
        if (shown) await ways(who, ref).tell(viewId, onFailure(text), text);
        else if (first === undefined)
          await ack({ response_action: 'update', view: failedView(text) });
        else await ack({ response_action: 'errors', errors: { [first]: text } });
      };
      const refuse = (why: Barred) => {
        const view = noticeView({ title: 'Not done', ...forbiddenAnswer(why) });
        return ack({ response_action: 'update', view });
      };
      await run({ handler, doing, who, ref, turn, judgedSince: since }, { work, fail, refuse });
    };
  };
}

/** Slack shows errors only under inputs; a fault of ours is shown under the first one, and the form stays as it is. */
function firstInput(values: unknown): string | undefined {
  return typeof values === 'object' && values !== null ? Object.keys(values)[0] : undefined;
}
