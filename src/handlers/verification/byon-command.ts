import { type ParsedPhone, parsePhone, phonesInMessage } from '../../domain/phone.ts';
import type { Byon } from '../../flows/verification/byon.ts';
import type { StartResult } from '../../flows/verification/start-byon.ts';
import { blockOf, readInput } from '../../slack/form.ts';
import { modalIds, shortcuts } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals } from '../../slack/modals.ts';
import { phoneProblem } from '../../views/kit/modal-parts.ts';
import { noCardText } from '../../views/kit/refusals.ts';
import {
  type ByonFormState,
  byonAlreadyRunning,
  byonForm,
  byonLimit,
  byonNotStarted,
  byonSending,
  byonStarted,
  foundInMessage,
  mayNotByon,
  onlyByVoice,
} from '../../views/verification/byon-form.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click, Command } from '../edge/interaction.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  byon: Pick<Byon, 'forbids' | 'cardPlaces' | 'boughtWith' | 'start'>;
  permalink: (team: string, id: string) => Promise<string | undefined>;
};

/** Bring your own number: the modal that has a code sent, opened by command or from a message. */
export function handleByon(deps: Deps) {
  const { edge, modals, byon } = deps;

  /** Opens the form while the trigger lives, then adds what takes a lookup. */
  async function openForm(
    { actor, open }: Pick<Click, 'actor' | 'open'>,
    form: ByonFormState,
    phone: ParsedPhone | undefined,
  ): Promise<void> {
    const modal = await open(byonForm(form));
    const forbidden = await byon.forbids(actor, 'start');
    if (forbidden) {
      await modals.update(modal, byonNotStarted(mayNotByon(forbidden)));
      return;
    }
    const place = await byon.cardPlaces(form.channel, actor.userId);
    if (place) {
      await modals.update(modal, byonNotStarted(noCardText(place)));
      return;
    }
    const order = phone?.ok ? await byon.boughtWith(actor.teamId, phone.e164) : undefined;
    if (order) await modals.update(modal, byonForm({ ...form, boughtWith: order.id }));
  }

  async function command(said: Command, words: readonly string[]) {
    const { channel } = said;
    const typed = words.join(' ');
    if (typed === '') return openForm(said, { channel }, undefined);
    const phone = parsePhone(typed);
    const filled = phone.ok
      ? { phone: phone.e164 }
      : { phone: phone.likely ?? typed, problem: phone };
    return openForm(said, { channel, ...filled }, phone);
  }

  edge.messageShortcut(shortcuts.verifyNumber, 'read', async (picked) => {
    const found = phonesInMessage(picked.text);
    const [phone] = found;
    const form = { channel: picked.channel, found: foundInMessage(found), ...(phone && { phone }) };
    await openForm(picked, form, phone === undefined ? undefined : parsePhone(phone));
  });

  edge.submission(modalIds.byonStart, 'byon_start', async ({ channel }, { values, actor }) => {
    const typed = readInput(values, inputs.phone);
    const method = readInput(values, inputs.method) === 'voice' ? 'voice' : 'sms';
    const phone = parsePhone(typed);
    if (!phone.ok) return { errors: { [blockOf(values, inputs.phone)]: phoneProblem(phone) } };
    const { e164 } = phone;
    const bought = method === 'sms' ? await byon.boughtWith(actor.teamId, e164) : undefined;
    if (bought) return { errors: { [blockOf(values, inputs.method)]: onlyByVoice(bought.id) } };
    const request = { e164, method } as const;
    return {
      view: byonSending(request),
      carryOut: async () => {
        const started = await byon.start(actor, { channel, ...request });
        const { ok } = started;
        return { says: await startedView(started), isOnCard: false, isRefused: !ok };
      },
      onFailure: (fault) => byonForm({ channel, phone: typed, method, fault }),
    };
  });

  async function startedView(started: StartResult) {
    if (started.ok) return byonStarted(started.verification);
    switch (started.why) {
      case 'no_card':
        return byonNotStarted(noCardText(started.place));
      case 'forbidden':
        return byonNotStarted(mayNotByon(started.forbidden));
      case 'limit':
        return byonLimit(started.until);
      case 'already_running': {
        const { verification } = started;
        const permalink =
          verification && (await deps.permalink(verification.team, verification.id));
        return byonAlreadyRunning(verification, permalink);
      }
    }
  }

  return { command };
}
