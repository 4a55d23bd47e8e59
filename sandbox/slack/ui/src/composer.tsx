import { type KeyboardEvent, useId, useState } from 'react';
import type { ShownApp } from '../../../playground/shown.ts';
import type { Wish } from './act.ts';
import { useWindow } from './window.ts';

interface Props {
  channel: string;
  /** Where the message goes, for the label. */
  name: string;
  threadTs?: string;
}

type Command = ShownApp['commands'][number];

/** The commands that go on from what is typed; none once there is a space. */
function completions(commands: Command[], text: string): Command[] {
  if (!text.startsWith('/') || /\s/.test(text)) return [];
  return commands.filter(({ command }) => command.startsWith(text));
}

function wishOf(text: string, { channel, threadTs }: Props): Wish {
  const [, command, rest = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (command) return { do: 'command', channel, command, text: rest };
  return { do: 'say', channel, text, ...(threadTs ? { threadTs } : {}) };
}

/** Why Slack's client would not send a command; undefined when it would. */
function problemOf(wish: Wish, commands: Command[], threadTs?: string): string | undefined {
  if (wish.do !== 'command') return undefined;
  const { command } = wish;
  if (!commands.some((known) => known.command === command)) {
    return `${command} isn't a command. Type / to see them all.`;
  }
  return threadTs ? `${command} does not work in threads.` : undefined;
}

/** The place to write: messages, and the app's slash commands with completion. */
export function Composer(props: Props) {
  const { name, threadTs } = props;
  const { workspace, act, tell } = useWindow();
  const { commands } = workspace.app;
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const listId = useId();
  const [picked, setPicked] = useState(0);
  const offered = completions(commands, text);
  const isComplete = offered.length === 1 && offered[0]?.command === text;
  const typed = commands.find(({ command }) => text.startsWith(`${command} `));

  async function submit(): Promise<void> {
    const message = text.trim();
    if (!message || isBusy) return;
    const wish = wishOf(message, props);
    const problem = problemOf(wish, commands, threadTs);
    if (problem) return tell(problem);
    setText('');
    setBusy(true);
    const answer = await act(wish);
    setBusy(false);
    if (!answer.ok && answer.error) tell(answer.error);
  }

  function complete(command: Command | undefined): void {
    if (command) setText(`${command.command} `);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isOffering = offered.length > 0 && !isComplete;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (offered.length > 0 && step) {
      event.preventDefault();
      setPicked((picked + step + offered.length) % offered.length);
    } else if (event.key === 'Tab' && offered.length > 0 && !event.shiftKey) {
      event.preventDefault();
      complete(offered[picked]);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (isOffering) complete(offered[picked]);
      else void submit();
    }
  }

  return (
    <div className="composer">
      {offered.length > 0 ? (
        <ul className="completions" id={listId} aria-label="Commands">
          {offered.map((one, index) => (
            <li key={one.command}>
              <button
                type="button"
                className={index === picked ? 'completion completion-picked' : 'completion'}
                onClick={() => complete(one)}
              >
                <strong>{one.command}</strong> <span className="quiet">{one.hint}</span>
                <span className="completion-about">{one.description}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {typed?.hint ? (
        <p className="composer-hint quiet">
          {typed.command} {typed.hint}
        </p>
      ) : null}
      <textarea
        className="composer-text"
        rows={text.split('\n').length}
        value={text}
        aria-label={`Message to ${name}`}
        placeholder={`Message ${name}, or type / for a command`}
        onChange={(event) => {
          setText(event.target.value);
          setPicked(0);
        }}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        className="send"
        aria-label={`Send to ${name}`}
        disabled={!text.trim()}
        onClick={() => void submit()}
      >
        <span aria-hidden="true">➤</span>
      </button>
    </div>
  );
}
