import { expect, vi } from 'vitest';
import type { PersonActions } from '../../sandbox/slack/person.ts';
import type { OpenView } from '../../sandbox/slack/store.ts';
import { buttons } from '../../src/slack/ids.ts';
import { type InputName, inputs } from '../../src/slack/inputs.ts';
import { textOf, viewShows } from './journeys.ts';
import { APPROVALS, MEERA, type Outside, RAVI } from './world.ts';

type World = Pick<Outside, 'slack' | 'vobiz'>;

/** One admin in front of the set-up, counting what they press and what they choose. */
export function createSetterUp(world: World, by: string = MEERA) {
  const person: PersonActions = world.slack.as(by);
  const count = { clicks: 0, choices: 0 };

  async function home(text: RegExp): Promise<OpenView> {
    await person.openHome();
    await vi.waitFor(() => expect(textOf(world.slack.home(by))).toMatch(text));
    const view = world.slack.home(by);
    if (!view) throw new Error('no Home');
    return view;
  }

  const sees = (text: string | RegExp) => viewShows(world, by, text);

  async function press(shown: OpenView, button: { id: string }): Promise<void> {
    count.clicks += 1;
    await person.click(shown, { actionId: button.id });
  }

  return {
    count,
    home,
    sees,
    press,
    /** Presses Start, Continue or Edit in Home. */
    async start(): Promise<OpenView> {
      await press(await home(/set_up/), buttons.setUp);
      return sees(/of 3/);
    },
    async choose(name: InputName, value: string | string[]): Promise<void> {
      count.choices += 1;
      const { actionId } = inputs[name];
      await person.select(await sees(actionId), { actionId, value });
    },
    async type(name: InputName, text: string): Promise<void> {
      const { actionId } = inputs[name];
      await person.type(await sees(actionId), { actionId }, text);
    },
    async pressEnter(name: InputName): Promise<void> {
      const { actionId } = inputs[name];
      await person.pressEnter(await sees(actionId), { actionId });
    },
    /** Presses Next or Save, and waits for what comes. */
    async submit(text: string | RegExp): Promise<OpenView> {
      count.clicks += 1;
      await person.submit();
      return sees(text);
    },
    back: async () => press(await sees(/set_up_back/), buttons.setUpBack),
    close: () => person.close(),
  };
}
export type SetterUp = ReturnType<typeof createSetterUp>;

/** The first step with the usual answers. */
export async function chooseApprovals(
  admin: SetterUp,
  { channel = APPROVALS, people = [RAVI] }: { channel?: string; people?: string[] } = {},
): Promise<void> {
  await admin.choose('approvalsChannel', channel);
  await admin.choose('approvingPeople', people);
}
