import { chosenValue } from './choose.ts';
import type { Courier, Delivery } from './courier.ts';
import { optionsOf, type PlacedElement, valueKey, visibleText } from './elements.ts';
import { CannotDoThat, type ElementQuery, findElement, visibleTarget } from './find-element.ts';
import { flagOf, type JsonRecord, recordOf, recordsIn, stringsIn } from './json.ts';
import { blockActionsPayload, suggestionPayload, type Target } from './payloads.ts';
import type { Slack } from './slack.ts';
import type { Inputs } from './store.ts';
import { takesTyping, typedValue } from './type-in.ts';
import { offeredBy } from './view-answer.ts';
import type { Person } from './workspace.ts';

/** A confirmation dialog as the person reads it. */
export interface ConfirmDialog {
  title: string;
  text: string;
  confirm: string;
  deny: string;
}

export interface ClickOptions {
  /** Clicks the message as it was when it was read, even if it has changed or gone since. */
  asShown?: boolean;
}

const BUTTONS = new Set(['button', 'workflow_button', 'icon_button', 'feedback_buttons']);

const isButton = ({ element }: PlacedElement) => BUTTONS.has(String(element.type));
/** A button, or an overflow menu one of whose options bears the words that are looked for. */
const isPressed = (query: ElementQuery) => (placed: PlacedElement) =>
  isButton(placed) || (placed.element.type === 'overflow' && query.text !== undefined);
const isChoice = (placed: PlacedElement) => !isButton(placed) && !takesTyping(placed.element);

/** Slack's sign beside a control whose click the app did not acknowledge. */
const WARNING_SIGN = 'A warning sign appears beside the control: the app did not respond.';

export function createClicks(slack: Slack, courier: Courier, person: Person) {
  function inputsOf(target: Target): Inputs {
    if (target.kind !== 'message') return target.inputs;
    const own = target.inputs[person.id] ?? {};
    target.inputs[person.id] = own;
    return own;
  }

  async function sendAction(target: Target, action: JsonRecord): Promise<Delivery> {
    const body = blockActionsPayload(slack, person, target, inputsOf(target), action);
    const delivery = await courier.deliver('block_actions', person.id, body);
    if (delivery.error) delivery.toldPerson = WARNING_SIGN;
    return delivery;
  }

  function actionOf({ element, blockId, actionId }: PlacedElement, value: JsonRecord): JsonRecord {
    const { type, text, style, url, confirm, placeholder } = element;
    const shown = { text, style, url, confirm, placeholder, value: element.value };
    const present = Object.entries(shown).filter(([, part]) => part !== undefined);
    return {
      type,
      action_id: actionId,
      block_id: blockId,
      ...Object.fromEntries(present),
      ...value,
    };
  }

  function store(target: Target, placed: PlacedElement, value: JsonRecord): void {
    const inputs = inputsOf(target);
    inputs[placed.blockId] = { ...inputs[placed.blockId], [placed.actionId]: value };
    if (target.kind === 'view') {
      delete target.errors[placed.blockId];
      slack.changed({ type: target.type === 'home' ? 'home' : 'view', userId: person.id });
    }
  }

  /** Whether using the element tells the app at once: always outside inputs, inside them only when asked for. */
  function dispatches({ block, element }: PlacedElement, trigger?: string): boolean {
    if (block.type !== 'input') return true;
    if (!flagOf(block.dispatch_action)) return false;
    if (!trigger) return true;
    const config = recordOf(element.dispatch_action_config);
    const when = config.trigger_actions_on;
    return (when === undefined ? ['on_enter_pressed'] : stringsIn(when)).includes(trigger);
  }

  async function suggest(shown: Target, query: ElementQuery, typed: string): Promise<JsonRecord> {
    const target = visibleTarget(slack, person, shown);
    const { element, blockId, actionId } = findElement(target, query, ({ element: candidate }) =>
      String(candidate.type).endsWith('external_select'),
    );
    const least = Number(element.min_query_length ?? 3);
    if (typed.length < least) throw new CannotDoThat(`the menu asks after ${least} characters`);
    const body = suggestionPayload(slack, person, target, { blockId, actionId, query: typed });
    return offeredBy(await courier.deliver('block_suggestion', person.id, body));
  }

  /** What may be chosen in an external menu: what is held already, and what the app offers when more than that is wanted. */
  async function externalOptions(
    target: Target,
    { element, blockId, actionId }: PlacedElement,
    wanted: string | string[],
    ask: () => Promise<JsonRecord>,
  ): Promise<JsonRecord[]> {
    const held = inputsOf(target)[blockId]?.[actionId]?.[valueKey(element.type) ?? ''];
    const kept = recordsIn(Array.isArray(held) ? held : [held]);
    const isKept = (one: string) => kept.some((option) => option.value === one);
    const wantsMore = !(Array.isArray(wanted) ? wanted : [wanted]).every(isKept);
    return wantsMore ? [...kept, ...optionsOf(await ask())] : kept;
  }

  return {
    /** Presses a button, or by its words an option of an overflow menu; a confirmation dialog is confirmed. */
    async click(shown: Target, query: ElementQuery = {}, options: ClickOptions = {}) {
      const target = options.asShown ? structuredClone(shown) : visibleTarget(slack, person, shown);
      const placed = findElement(target, query, isPressed(query));
      const { element } = placed;
      const chosen = isButton(placed) ? {} : chosenValue(slack, person, element, query.text ?? '');
      return sendAction(target, actionOf(placed, chosen));
    },

    /** The confirmation dialog of an element, undefined when it has none. Nothing is sent. */
    confirmDialog(shown: Target, query: ElementQuery = {}): ConfirmDialog | undefined {
      const target = visibleTarget(slack, person, shown);
      const { element } = findElement(target, query, () => true);
      if (!element.confirm) return undefined;
      const dialog = recordOf(element.confirm);
      return {
        title: visibleText(dialog.title),
        text: visibleText(dialog.text),
        confirm: visibleText(dialog.confirm) || 'Yes',
        deny: visibleText(dialog.deny) || 'No',
      };
    },

    /** What an external select offers for what the person typed: `options` or `option_groups`. */
    suggest,

    /**
     * Chooses in a menu, radio group, checkboxes, overflow menu or picker, by option value or visible text.
     * Resolves to undefined when the element does not tell the app at once.
     */
    async select(
      shown: Target,
      {
        value,
        typed = '',
        ...query
      }: ElementQuery & { value: string | string[]; typed?: string | undefined },
    ): Promise<Delivery | undefined> {
      const target = visibleTarget(slack, person, shown);
      const placed = findElement(target, query, isChoice);
      const isExternal = String(placed.element.type).endsWith('external_select');
      const options = isExternal
        ? await externalOptions(target, placed, value, () => suggest(shown, query, typed))
        : undefined;
      const chosen = chosenValue(slack, person, placed.element, value, options);
      const keeps = valueKey(placed.element.type) !== undefined;
      if (keeps) store(target, placed, chosen);
      return dispatches(placed) ? sendAction(target, actionOf(placed, chosen)) : undefined;
    },

    /** Fills a text field. Resolves to a delivery only when the field reports every character. */
    async type(shown: Target, query: ElementQuery, text: string): Promise<Delivery | undefined> {
      const target = visibleTarget(slack, person, shown);
      const placed = findElement(target, query, ({ element }) => takesTyping(element));
      const value = typedValue(placed.element, text);
      store(target, placed, value);
      if (!dispatches(placed, 'on_character_entered')) return undefined;
      return sendAction(target, actionOf(placed, value));
    },

    /** Presses Enter in a text field whose input dispatches actions. */
    async pressEnter(shown: Target, query: ElementQuery): Promise<Delivery> {
      const target = visibleTarget(slack, person, shown);
      const placed = findElement(target, query, ({ element }) => takesTyping(element));
      if (!dispatches(placed, 'on_enter_pressed')) {
        throw new CannotDoThat('Enter tells the app nothing in this field');
      }
      const value = inputsOf(target)[placed.blockId]?.[placed.actionId] ?? {};
      return sendAction(target, actionOf(placed, value));
    },

    /** A click Slack would not offer: any action, from any place, with any top-level fields replaced. */
    async rawAction(shown: Target, action: JsonRecord, overrides: JsonRecord = {}) {
      const body = blockActionsPayload(slack, person, structuredClone(shown), {}, action);
      return courier.deliver('block_actions', person.id, { ...body, ...overrides });
    },
  };
}
