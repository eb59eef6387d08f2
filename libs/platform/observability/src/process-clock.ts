import type { Config } from '#platform/config';
import { SystemClock, VirtualClock, type Clock } from '#platform/kernel';

/** The message by which a starting process moves the clocks of its children; each child answers with the same. */
export interface ClockMessage {
  readonly type: 'clock';
  readonly offsetMs: number;
}

/**
 * The clock of this process: the system's, or a virtual one that the process that started it moves. The configuration
 * refuses a virtual clock in production.
 */
export function processClock(config: Config): Clock {
  if (!config.get('VIRTUAL_CLOCK')) return new SystemClock();
  const clock = new VirtualClock(config.get('CLOCK_OFFSET_MS'));
  process.on('message', (message: unknown) => {
    if (!isClockMessage(message)) return;
    clock.moveTo(Math.max(clock.offset, message.offsetMs));
    process.send?.({ type: 'clock', offsetMs: clock.offset } satisfies ClockMessage);
  });
  return clock;
}

function isClockMessage(message: unknown): message is ClockMessage {
  const { type, offsetMs } = (message ?? {}) as Partial<ClockMessage>;
  return type === 'clock' && typeof offsetMs === 'number';
}
