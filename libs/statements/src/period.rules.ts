import { ValidationError } from '#platform/kernel';

/** Days in UTC, half-open: the first one is in it, the last one is not. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** @throws InvalidPeriodError unless both are days and the second comes later */
export function periodOf(from: string, to: string): Period {
  const period = { from: dayOf(from, 'from'), to: dayOf(to, 'to') };
  if (period.from >= period.to) throw new InvalidPeriodError('to');
  return period;
}

/** The day of an instant in UTC. */
export function dayText(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** 31 February is of the right form and no day; the year 0 is none for PostgreSQL. */
function dayOf(text: string, field: 'from' | 'to'): Date {
  const day = new Date(DAY.test(text) ? `${text}T00:00:00Z` : Number.NaN);
  if (Number.isNaN(day.getTime()) || dayText(day) !== text || text.startsWith('0000'))
    throw new InvalidPeriodError(field);
  return day;
}

export class InvalidPeriodError extends ValidationError {
  override readonly code = 'INVALID_PERIOD';
  constructor(field: 'from' | 'to') {
    super('statements.invalidPeriod', {}, [field]);
  }
}
