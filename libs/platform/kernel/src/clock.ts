/**
 * The only source of time. Rules never read a clock: they are handed an instant.
 * `Clock` is a class, not an interface, so that it can be an injection token as well.
 */
export abstract class Clock {
  /** The current instant of this installation, in UTC. */
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/**
 * A system clock that can be moved forward, for the demo and for stories that pass through waiting times.
 * It still ticks, so that leases and polls behave as they do in production. It never goes back.
 */
export class VirtualClock extends Clock {
  constructor(private offsetMs = 0) {
    super();
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  get offset(): number {
    return this.offsetMs;
  }

  /** Moves to `offsetMs` milliseconds ahead of the system clock. Going back is a programming error. */
  moveTo(offsetMs: number): void {
    if (!(offsetMs >= this.offsetMs)) throw new RangeError('a virtual clock does not go back');
    this.offsetMs = offsetMs;
  }
}

/** Stands still; for unit tests of code that takes a clock. */
export class FixedClock extends Clock {
  constructor(private readonly instant: Date) {
    super();
  }

  now(): Date {
    return new Date(this.instant);
  }
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function addMs(instant: Date, durationMs: number): Date {
  return new Date(instant.getTime() + durationMs);
}

/** The start of the slot of time that an instant lies in, or of one that comes later; slots are counted from 1970. */
export function slotStart(instant: Date, intervalMs: number, slotsAhead: number): Date {
  return new Date((Math.floor(instant.getTime() / intervalMs) + slotsAhead) * intervalMs);
}
