import { LimitError, ValidationError } from '#platform/kernel';

/** A plan that is not written as it should be. `pointer` is an RFC 6901 pointer to what is wrong. */
export class InvalidPlanError extends ValidationError {
  override readonly code = 'INVALID_PLAN';
  constructor(pointer: string, expected: string) {
    super(pointer === '' ? 'allocation.invalidFile' : 'allocation.invalidPlan', { pointer, expected });
  }
}

/** With a place in a file, or of what a service has planned, where nobody wrote a file: why needs take no part. */
export class NothingToAllocateError extends ValidationError {
  override readonly code = 'NOTHING_TO_ALLOCATE';
  constructor(of: { readonly pointer: string } | { readonly reasons: string }) {
    super(
      'pointer' in of
        ? 'allocation.nothing'
        : of.reasons === ''
          ? 'allocation.nothingRanked'
          : 'allocation.noNeedTakesPart',
      of,
    );
  }
}

/** @param pointer null when the amount stands in no file */
export class BudgetNotPositiveError extends ValidationError {
  override readonly code = 'BUDGET_NOT_POSITIVE';
  constructor(pointer: string | null) {
    super(pointer === null ? 'allocation.nothingToDivide' : 'allocation.budgetNotPositive', { pointer: pointer ?? '' });
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
  constructor(of: { readonly pointer: string } | { readonly needId: string; readonly limit: string }) {
    super('pointer' in of ? 'allocation.floorAboveCap' : 'allocation.floorAboveLimit', of);
  }
}

export class DuplicateIdError extends ValidationError {
  override readonly code = 'DUPLICATE_ID';
  constructor(pointer: string, id: string) {
    super('allocation.duplicateId', { pointer, id });
  }
}

/** @param pointer null when the lines stand in no file */
export class TooManyLinesError extends LimitError {
  override readonly code = 'TOO_MANY_LINES';
  constructor(pointer: string | null, most: number) {
    super(pointer === null ? 'allocation.tooManyNeeds' : 'allocation.tooManyLines', { pointer: pointer ?? '', most });
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
