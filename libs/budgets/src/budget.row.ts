import type { Id } from '#platform/kernel';
import type { BudgetPolicy } from './plan/policy.js';
import type { RunMethod } from './runs/allocation-run.entity.js';

export const BUDGET_PERIODS = ['ONCE', 'MONTH', 'QUARTER', 'YEAR'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** A budget with its newest policy. */
export interface BudgetRow {
  readonly id: Id<'bdg'>;
  readonly organisationId: Id<'org'>;
  readonly currency: string;
  readonly period: BudgetPeriod;
  /** ISO 8601 day. */
  readonly startsOn: string;
  readonly policyVersion: number;
  readonly name: string;
  readonly developers: number | null;
  /** How its runs are paid, unless one says otherwise. */
  readonly method: RunMethod;
  /** The organisation's own reference, printed on invoices of its runs. */
  readonly purchaseOrder: string | null;
  readonly policy: BudgetPolicy;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
}
