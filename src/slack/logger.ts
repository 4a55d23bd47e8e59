import type { Logger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';

type Sink = {
  debug(m: string): void;
  info(m: string): void;
  warn(m: string): void;
  error(m: string): void;
};

/** Lets Bolt and the web clients write to our log. Debug is left out: there they print whole payloads. */
export function createSlackLogger(sink: Sink): Logger {
  const line = (parts: unknown[]) =>
    parts
      .map((part) => (part instanceof Error ? `${part.name}: ${part.message}` : String(part)))
      .join(' ');
  return {
    debug: () => undefined,
    info: (...parts) => sink.debug(line(parts)),
    warn: (...parts) => sink.warn(line(parts)),
    error: (...parts) => sink.error(line(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
