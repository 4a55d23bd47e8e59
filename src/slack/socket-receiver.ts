import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import { parseJson } from '../domain/json.ts';
import { readSlackFailure } from './slack-failure.ts';

/** The first and the longest wait between reconnects. */
const RETRY_MS = 500;
const RETRY_MAX_MS = 30_000;
const OPEN_TIMEOUT_MS = 10_000;

const envelopeSchema = z.looseObject({ envelope_id: z.string(), type: z.unknown() });

/**
 * Reconnects until `stop`. The client's own reconnecting gives up in a rejected promise when apps.connections.open
 * fails, and rejects an event without a type before acknowledging it (SocketModeClient of @slack/socket-mode 3.1.0).
 */
export function createSocketReceiver(options: {
  appToken: string;
  apiUrl: string;
  logger: Logger;
}) {
  const { appToken, apiUrl, logger } = options;
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        timeout: OPEN_TIMEOUT_MS,
        retryConfig: { retries: 0 },
      },
    },
  });
  const { client } = receiver;
  readEveryEnvelope(client, logger);
  let connected = false;
  let stopping = false;
  client.on('connected', () => {
    connected = true;
  });
  client.on('disconnected', () => {
    const wasConnected = connected;
    connected = false;
    if (wasConnected && !stopping) void reconnect();
  });

  async function reconnect(): Promise<void> {
    for (
      let waitMs = 0;
      !stopping;
      waitMs = Math.min(Math.max(RETRY_MS, waitMs * 2), RETRY_MAX_MS)
    ) {
      await pause(waitMs, undefined, { ref: false });
      if (stopping) return;
      try {
        await client.start();
        return;
      } catch (error) {
        logger.warn('Socket Mode is not connected, trying again:', error);
      }
    }
  }

  return {
    receiver,
    isConnected: () => connected,
    /** Rejects when Slack refuses the token; any other failure is retried. */
    async start(): Promise<undefined> {
      try {
        await client.start();
      } catch (error) {
        if (readSlackFailure(error).why === 'refused') throw error;
        logger.warn('Socket Mode is not connected, trying again:', error);
        await reconnect();
      }
    },
    async stop(): Promise<void> {
      stopping = true;
      await receiver.stop();
    },
  };
}

/** The client would emit an event under the payload's own type, which may be missing or clash (`close`, `error`). */
function readEveryEnvelope(client: SocketModeReceiver['client'], logger: Logger): void {
  const readers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const text = typeof data === 'string' ? data : '';
    const message = parseJson(text);
    if (typeof message !== 'object' || message === null) {
      logger.warn('Slack sent something over the socket that cannot be read');
      return;
    }
    const envelope = envelopeSchema.safeParse(message);
    const read = envelope.success ? JSON.stringify({ ...envelope.data, type: 'envelope' }) : text;
    for (const reader of readers) reader(read, isBinary);
  });
}
