import { LimitError, ValidationError, type MessageParameters } from '#platform/kernel';

/** A file of events that cannot be read, with the place that is at fault. */
export class TimelineInvalidError extends ValidationError {
  override readonly code = 'TIMELINE_INVALID';
  constructor(fault: Fault, place: MessageParameters = {}) {
    super(`vetting.timeline.${fault}`, place);
  }
}

type Fault =
  | 'caseless'
  | 'caseNeeded'
  | 'caseUnknown'
  | 'date'
  | 'empty'
  | 'fact'
  | 'missing'
  | 'noArray'
  | 'noCases'
  | 'noHistory'
  | 'noRecord'
  | 'noText'
  | 'snapshot';

/** Two records of one happening that cannot both be true. */
export class TimelineContradictoryError extends ValidationError {
  override readonly code = 'TIMELINE_CONTRADICTORY';
  constructor(first: number, second: number, fact: string) {
    super('vetting.timeline.contradictory', { first, second, fact });
  }
}

/** A happening that lies after the day on which it is read. */
export class TimelineInFutureError extends ValidationError {
  override readonly code = 'TIMELINE_IN_FUTURE';
  constructor(index: number, date: string) {
    super('vetting.timeline.inFuture', { index, date });
  }
}

export class TimelineTooLargeError extends LimitError {
  override readonly code = 'TIMELINE_TOO_LARGE';
  constructor(limit: number) {
    super('vetting.timeline.tooLarge', { limit });
  }
}
