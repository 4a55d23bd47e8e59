import { App, type AppOptions, type ReceiverEvent } from '@slack/bolt';

/** A payload that nobody acknowledged, or that Bolt or the reading of it gave up on. */
export type Unanswered = {
  /** As it came: nothing of it is known to be there. */
  body: unknown;
  /** Undefined once it was acknowledged. */
  ack: ((answer?: unknown) => Promise<void>) | undefined;
  /** Why nobody answers it; undefined where nobody here takes such a payload. */
  error: unknown;
};

/** Acknowledges what is left over and tells whoever can be told. Never rejects. */
export type Rescue = (left: Unanswered) => Promise<void>;

/**
 * Bolt, with a net under it. Bolt reads `event.type`, `user.id` and `actions[0]` before any listener of ours, throws where
 * they are missing, and leaves what it does not know without an answer (App.processEvent of @slack/bolt 5.1.0).
 */
export class AnsweringApp extends App {
  readonly #rescue: Rescue;

  constructor(options: AppOptions, rescue: Rescue) {
    super(options);
    this.#rescue = rescue;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    let acknowledged = false;
    const ack = async (answer?: unknown) => {
      acknowledged = true;
      await event.ack(answer);
    };
    let error: unknown;
    try {
      await super.processEvent({ ...event, ack });
      if (isNameless(event.body)) error = new Error('an event without a type');
    } catch (thrown) {
      error = thrown;
    }
    if (acknowledged && error === undefined) return;
    await this.#rescue({ body: event.body, ack: acknowledged ? undefined : ack, error });
  }
}

/** Bolt acknowledges every event and then looks for whoever listens to its type. */
function isNameless({ event }: ReceiverEvent['body']): boolean {
  return event !== undefined && typeof event?.type !== 'string';
}
