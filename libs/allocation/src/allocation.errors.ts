import { LimitError, ValidationError } from '#platform/kernel';

/** A plan that is not written as it should be. `pointer` is an RFC 6901 pointer to what is wrong. */
export class InvalidPlanError extends ValidationError {
  override readonly code = 'INVALID_PLAN';
  constructor(pointer: string, expected: string) {
    super('allocation.invalidPlan', { pointer, expected });
  }
}

export class NothingToAllocateError extends ValidationError {
  override readonly code = 'NOTHING_TO_ALLOCATE';
  constructor(pointer: string) {
    super('allocation.nothing', { pointer });
  }
}

export class BudgetNotPositiveError extends ValidationError {
  override readonly code = 'BUDGET_NOT_POSITIVE';
  constructor(pointer: string) {
    super('allocation.budgetNotPositive', { pointer });
  }
}

export class AmountOutOfRangeError extends LimitError {
  override readonly code = 'AMOUNT_OUT_OF_RANGE';
  constructor(pointer: string, most: bigint) {
    super('allocation.amountOutOfRange', { pointer, most: String(most) });
  }
}

export class WeightOutOfRangeError extends LimitError {
  override readonly code = 'WEIGHT_OUT_OF_RANGE';
  constructor(pointer: string, most: bigint) {
    super('allocation.weightOutOfRange', { pointer, most: String(most) });
  }
}

export class FloorAboveCapError extends ValidationError {
  override readonly code = 'FLOOR_ABOVE_CAP';
  constructor(pointer: string) {
    super('allocation.floorAboveCap', { pointer });
  }
}

export class DuplicateIdError extends ValidationError {
  override readonly code = 'DUPLICATE_ID';
  constructor(pointer: string, id: string) {
    super('allocation.duplicateId', { pointer, id });
  }
}

export class TooManyLinesError extends LimitError {
  override readonly code = 'TOO_MANY_LINES';
  constructor(pointer: string, most: number) {
    super('allocation.tooManyLines', { pointer, most });
  }
}

export class TooManyPairsError extends LimitError {
  override readonly code = 'TOO_MANY_PAIRS';
  constructor(pointer: string, most: number) {
    super('allocation.tooManyPairs', { pointer, most });
  }
}

/** What would be given goes to nothing that is in the round. */
export class UnknownProjectOfRoundError extends ValidationError {
  override readonly code = 'UNKNOWN_PROJECT_OF_ROUND';
  constructor(pointer: string, id: string) {
    super('allocation.unknownProject', { pointer, id });
  }
}
