import { describe, expect, it, vi } from 'vitest';
import { recordOf } from '../../../sandbox/slack/json.ts';
import { TYPED_TOKEN } from '../../support/connecting.ts';
import {
  CODE,
  FORM_ROWS,
  type FormName,
  type FormRow,
  type FormScene,
  sendForm,
  startFormScene,
} from '../../support/form-rows.ts';
import { logOf } from '../../support/shown.ts';

const LOOK = { timeout: 15_000, interval: 20 };

/** What the bot shows somebody from now on: in their windows, as far as Slack took it, and in messages to them. */
function shownFromNow({ world: { slack } }: FormScene, by: string): () => string[] {
  const lists = () => [
    slack.calls.filter(({ method }) => method === 'views.update'),
    slack.directMessages(by),
    slack.ephemerals(by),
  ];
  const before = lists().map(({ length }) => length);
  const isTaken = (shown: unknown) => recordOf(recordOf(shown).answer).ok !== false;
  return () =>
    lists().flatMap((list, at) =>
      list
        .slice(before[at])
        .filter(isTaken)
        .map((shown) => JSON.stringify(shown)),
    );
}

/** What a form lacked of what its person must have in the end; undefined if nothing. */
async function lackOf(scene: FormScene, form: FormName, row: FormRow) {
  const shown = shownFromNow(scene, row.by);
  const { ackBody, error } = await sendForm(scene, form, row);
  scene.redis.answer();
  const answer = recordOf(ackBody);
  const acknowledged = JSON.stringify(ackBody ?? '');
  if (error) return `${form}: ${error}`;
  if (/…"/.test(acknowledged) && !acknowledged.includes('If you still see this in a minute'))
    return `${form}: says nothing of what to do when it stays`;
  const wanted = [
    // With errors under its fields, the form itself stays as it is.
    ...(answer.response_action === 'errors' ? [] : Object.values(row.typed ?? {})),
    ...(row.isOpen ? ['Reference: ref_'] : []),
  ];
  const all = () => [acknowledged, ...shown()].join('\n');
  const missing = () => wanted.filter((each) => !all().includes(each));
  await vi.waitFor(() => expect(missing()).toEqual([]), LOOK).catch(() => undefined);
  if (missing().length > 0) return `${form}: ${missing().join(', ')} in ${all()}`;
  const [, ref] = /Reference: (ref_[0-9a-z]+)/.exec(all()) ?? [];
  const lines = ref ? (await logOf(scene.world)).filter((line) => line.ref === ref) : [];
  if (ref && lines.length === 0) return `${form}: ${ref} is not in the log`;
  return new RegExp(`${CODE}|${TYPED_TOKEN}`).test(all()) ? `${form}: shows a secret` : undefined;
}

async function lacksOf(
  scene: FormScene,
  { rows = FORM_ROWS, begin = () => {} }: { rows?: typeof FORM_ROWS; begin?: () => void } = {},
): Promise<string[]> {
  const lacks: string[] = [];
  for (const [form, row] of rows) {
    begin();
    const lack = await lackOf(scene, form, row);
    if (lack) lacks.push(lack);
  }
  return lacks;
}

describe('what somebody typed into a form, whichever it is', { timeout: 240_000 }, () => {
  it('is there again when nothing can be saved: in the form, or in the answer', async () => {
    const scene = await startFormScene();
    scene.redis.fill();
    expect(await lacksOf(scene)).toEqual([]);
  });

  it('is told privately when that turns out late, and Slack does not change the window', async () => {
    const scene = await startFormScene();
    scene.redis.fill();
    scene.world.slack.fault('views.update', { error: 'internal_error', times: 10_000 });
    expect(await lacksOf(scene, { begin: scene.redis.slow })).toEqual([]);
  });

  it('is there again when Vobiz has an error of its own', async () => {
    const scene = await startFormScene();
    const { faults } = scene.world.vobiz;
    for (const op of ['ownedNumbers', 'channels', 'updateChannel'] as const)
      faults.always(op, { kind: 'status', status: 500 });
    const asking: readonly string[] = ['adopt', 'connect', 'channel'];
    const rows = FORM_ROWS.filter(([form]) => asking.includes(form)).map(
      ([form, row]): (typeof FORM_ROWS)[number] => [form, { ...row, isOpen: false }],
    );
    expect(await lacksOf(scene, { rows })).toEqual([]);
  });
});
