import { type JsonRecord, recordsIn } from './json.ts';
import { LIMITS } from './limits.ts';
import {
  about,
  anything,
  boolean,
  object,
  oneOf,
  optional,
  problemsOf,
  required,
  string,
} from './rules.ts';
import { plainText } from './rules-objects.ts';
import { validateBlocks } from './validate-blocks.ts';

const { view: limits } = LIMITS;

const shared = {
  blocks: required(anything),
  private_metadata: optional(string(limits.privateMetadata, 0)),
  callback_id: optional(string(limits.callbackId, 0)),
  external_id: optional(string(limits.externalId, 0)),
};

const VIEW_RULES = {
  modal: object({
    ...shared,
    type: required(oneOf('modal')),
    title: required(plainText(limits.title)),
    submit: optional(plainText(limits.submit)),
    close: optional(plainText(limits.close)),
    clear_on_close: optional(boolean),
    notify_on_close: optional(boolean),
  }),
  home: object({ ...shared, type: required(oneOf('home')) }),
};

const inputsNeedSubmit = about((view) => {
  const hasInput = recordsIn(view.blocks).some((block) => block.type === 'input');
  return view.type === 'modal' && hasInput && view.submit === undefined
    ? 'missing required field: submit'
    : undefined;
});

/** What Slack would refuse about a view, as in validateBlocks; pointers start at `/view`. */
export function validateView(view: JsonRecord, type: 'modal' | 'home'): string[] {
  return [
    ...problemsOf(VIEW_RULES[type], view, '/view'),
    ...problemsOf(inputsNeedSubmit, view, '/view'),
    ...validateBlocks(view.blocks, type, '/view/blocks'),
  ];
}

/** Slack weighs the whole view as JSON. */
export function isTooLarge(view: JsonRecord): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > limits.bytes;
}
