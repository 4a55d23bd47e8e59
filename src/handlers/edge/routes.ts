import type {
  AnyMiddlewareArgs,
  App,
  MessageShortcut,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';

type OnCommand = (args: SlackCommandMiddlewareArgs) => Promise<void>;
export type OnClick = (args: SlackActionMiddlewareArgs) => Promise<void>;
export type OnMessageShortcut = (
  args: SlackShortcutMiddlewareArgs<MessageShortcut>,
) => Promise<void>;
export type OnSubmission = (args: SlackViewMiddlewareArgs<ViewSubmitAction>) => Promise<void>;

/**
 * Whose turn it is, looked up by id. Bolt's own listeners are asked one after the other about every request: with one
 * for each button and form, a command took more than twice as long (`npm run bench`). What nobody here takes goes on
 * to them; a click or form that no version of the bot knows any more goes to `lost`, so that it is answered.
 */
export function createRoutes(app: App, lost: { click: OnClick; submission: OnSubmission }) {
  const commands = new Map<string, OnCommand>();
  const clicks = new Map<string, OnClick>();
  const submissions = new Map<string, OnSubmission>();
  const messageShortcuts = new Map<string, OnMessageShortcut>();

  function taken(args: AnyMiddlewareArgs): Promise<void> | undefined {
    if ('command' in args) return commands.get(args.command.command)?.(args);
    if ('action' in args && 'action_id' in args.action) {
      return (clicks.get(args.action.action_id) ?? lost.click)(args);
    }
    if ('view' in args && isSubmission(args)) {
      return (submissions.get(args.view.callback_id) ?? lost.submission)(args);
    }
    if ('shortcut' in args && isMessageShortcut(args)) {
      return messageShortcuts.get(args.shortcut.callback_id)?.(args);
    }
    return undefined;
  }

  app.use(async (args) => {
    await (taken(args) ?? args.next());
  });

  return {
    command: (name: string, handle: OnCommand): void => void commands.set(name, handle),
    click: (actionId: string, handle: OnClick): void => void clicks.set(actionId, handle),
    submission: (callbackId: string, handle: OnSubmission): void =>
      void submissions.set(callbackId, handle),
    messageShortcut: (callbackId: string, handle: OnMessageShortcut): void =>
      void messageShortcuts.set(callbackId, handle),
  };
}

function isSubmission(
  args: SlackViewMiddlewareArgs,
): args is SlackViewMiddlewareArgs<ViewSubmitAction> {
  return args.body.type === 'view_submission';
}

function isMessageShortcut(
  args: SlackShortcutMiddlewareArgs,
): args is SlackShortcutMiddlewareArgs<MessageShortcut> {
  return args.shortcut.type === 'message_action';
}
