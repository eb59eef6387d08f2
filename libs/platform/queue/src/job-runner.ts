import type { OutboxMessage } from '#platform/database';

/** Where claimed messages run: in this process, or on Bull over Redis. The handlers are the same. */
export abstract class JobRunner {
  abstract readonly kind: 'in-process' | 'bull';
  /** How many messages may be handed over now. */
  abstract capacity(): number;
  /** Hands messages over. A message that is lost on the way is claimed again when its lease has ended. */
  abstract dispatch(messages: readonly OutboxMessage[]): Promise<void>;
  /** Resolves when there is room again. */
  abstract drained(): Promise<void>;
  /** Answers when the broker does; a runner without one has no ping. */
  ping?(): Promise<void>;
  /** Finishes what runs, takes nothing new. */
  abstract stop(): Promise<void>;
}
