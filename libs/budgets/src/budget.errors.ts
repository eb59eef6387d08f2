import {
  ConflictError,
  InvalidStateError,
  LimitError,
  NotFoundError,
  ValidationError,
  formatMoney,
  type Money,
} from '#platform/kernel';

/** For "does not exist" and "not yours" alike. */
export class BudgetNotFoundError extends NotFoundError {
  override readonly code = 'BUDGET_NOT_FOUND';
  constructor() {
    super('budgets.notFound');
  }
}

export class BudgetArchivedError extends InvalidStateError {
  override readonly code = 'BUDGET_ARCHIVED';
  constructor() {
    super('budgets.archived');
  }
}

/** Its first day is still to come. */
export class BudgetNotBegunError extends InvalidStateError {
  override readonly code = 'BUDGET_NOT_BEGUN';
  constructor(day: string) {
    super('budgets.notBegun', { day });
  }
}

/** A rule that no run could follow. `rule` says which. */
export class InvalidBudgetPolicyError extends ValidationError {
  override readonly code = 'INVALID_BUDGET_POLICY';
  constructor(rule: string) {
    super('budgets.invalidPolicy', { rule }, ['policy']);
  }
}

export class RunNotFoundError extends NotFoundError {
  override readonly code = 'ALLOCATION_RUN_NOT_FOUND';
  constructor() {
    super('budgets.runNotFound');
  }
}

/** A budget has one run at a time that is not over. */
export class RunOpenError extends ConflictError {
  override readonly code = 'ALLOCATION_RUN_OPEN';
  constructor() {
    super('budgets.runOpen');
  }
}

export class AboveBudgetCapError extends LimitError {
  override readonly code = 'ABOVE_BUDGET_CAP';
  constructor(left: Money) {
    super('budgets.aboveCap', { left: formatMoney(left) }, ['amount']);
  }
}

export class FloorsAboveAmountError extends ValidationError {
  override readonly code = 'FLOORS_ABOVE_AMOUNT';
  constructor(floors: Money, amount: Money) {
    super('budgets.floorsAboveAmount', { floors: formatMoney(floors), amount: formatMoney(amount) });
  }
}

/** No line has any money: there is nothing to lock, or nothing is left to promise. */
export class RunWithoutLinesError extends InvalidStateError {
  override readonly code = 'ALLOCATION_RUN_EMPTY';
  constructor() {
    super('budgets.runEmpty');
  }
}

/** The policy of the budget was changed after the preview. */
export class PreviewStaleError extends ConflictError {
  override readonly code = 'PREVIEW_STALE';
  constructor() {
    super('budgets.previewStale');
  }
}
