import { Injectable } from '@nestjs/common';
import { ExposureAccess, RankingService } from '#libs/matching';
import type { Tx } from '#platform/database';
import { belongsTo, formatId, money, newId, parseId, type Clearance, type Id, type Principal } from '#platform/kernel';
import {
  AboveBudgetCapError,
  BudgetArchivedError,
  BudgetNotBegunError,
  BudgetNotFoundError,
  RunOpenError,
  RunNotFoundError,
} from '../budget.errors.js';
import type { BudgetRow } from '../budget.row.js';
import { BudgetsRepository } from '../budgets.repository.js';
import { isoDay } from '../days.js';
import {
  ENGINE,
  INPUTS_FORMAT,
  digestOfInputs,
  inputsText,
  type RunInputs,
  type SeenExposure,
  type SeenNeed,
} from '../plan/inputs.js';
import { periodOf } from '../plan/periods.js';
import { resultOf, resultText } from '../plan/result.js';
import { AllocationRun, type RunMethod } from './allocation-run.entity.js';
import { ALLOCATION_RUN } from './allocation-run.states.js';
import { RunBalance } from './run-balance.js';
import { RunsQueries, type RunRow } from './runs.queries.js';
import { RunsRepository, type LeftOver } from './runs.repository.js';
import { seenNeed } from './seen-needs.js';

/** What was asked for, by a person or by the calendar. */
export interface DraftFacts {
  readonly amountMinor: bigint | null;
  /** What is left out is as the budget says. */
  readonly method?: RunMethod;
  readonly purchaseOrder?: string | null;
  readonly createdBy: Id<'usr'> | null;
}

export interface Ranked {
  readonly method: string | null;
  readonly needs: readonly SeenNeed[];
  readonly exposure: SeenExposure;
  /** Whether their points are those of full fragility. */
  readonly isFull: boolean;
}

/** From a budget to a run that can be looked at. For those who ask, and for the calendar. */
@Injectable()
export class RunDrafts {
  constructor(
    private readonly budgets: BudgetsRepository,
    private readonly runs: RunsRepository,
    private readonly queries: RunsQueries,
    private readonly ranking: RankingService,
    private readonly balance: RunBalance,
    private readonly access: ExposureAccess,
  ) {}

  async found(principal: Principal, id: Id<'alr'>): Promise<RunRow> {
    const run = await this.queries.find(id);
    if (!run || !belongsTo(principal, run.organisationId)) throw new RunNotFoundError();
    return run;
  }

  async lockBudget(tx: Tx, id: Id<'bdg'>, principal: Principal): Promise<BudgetRow> {
    const budget = await this.budgets.lock(tx, id);
    if (!budget || !belongsTo(principal, budget.organisationId)) throw new BudgetNotFoundError();
    return budget;
  }

  /** The needs that the organisation ranks, as a run keeps them. Outside of transactions. */
  async ranked(clearance: Clearance, { organisationId, policy }: BudgetRow): Promise<Ranked> {
    const { rows, exposure, isCleared } = await this.ranking.ranked(clearance, organisationId, policy.needKinds);
    const method = rows[0]?.priority.methodId ?? null;
    return { method, needs: rows.map(seenNeed), exposure, isFull: isCleared };
  }

  /** The caller has locked the budget. @throws AboveBudgetCapError, BudgetArchivedError, BudgetNotBegunError, RunOpenError */
  async draft(
    tx: Tx,
    budget: BudgetRow,
    { amountMinor, createdBy, method, purchaseOrder }: DraftFacts,
  ): Promise<AllocationRun> {
    if (budget.archivedAt !== null) throw new BudgetArchivedError();
    const period = periodOf(budget.period, budget.startsOn, isoDay(tx.now));
    if (period === null) throw new BudgetNotBegunError(budget.startsOn);
    if (await this.runs.hasOpen(tx, budget.id)) throw new RunOpenError();
    const left = await this.leftOfCap(tx, budget, period.startsOn, null);
    const amount = amountMinor ?? left;
    if (amount > left) throw new AboveBudgetCapError(money(left, budget.currency));
    const run = Object.assign(new AllocationRun(), {
      id: newId<'alr'>(),
      createdBy,
      method: method ?? budget.method,
      purchaseOrder: purchaseOrder === undefined ? budget.purchaseOrder : purchaseOrder,
      budgetId: budget.id,
      organisationId: budget.organisationId,
      amountMinor: amount,
      rolledInMinor: 0n,
      prepaidMinor: 0n,
      currency: budget.currency,
      periodOn: period.startsOn,
      status: ALLOCATION_RUN.initial,
      plannedMinor: 0n,
      lineCount: 0,
      reserveMinor: 0n,
      createdAt: tx.now,
      version: 1,
    });
    await this.runs.insert(tx, run);
    const { budgetId, organisationId, currency } = run;
    tx.audit('allocationRun', run.id, 'create', { budgetId, organisationId, minor: amount.toString(), currency });
    return run;
  }

  /**
   * The caller has locked budget and run.
   * @throws the refusals of plans, AboveBudgetCapError when the cap has fallen since, RunExposureLimitError
   */
  async preview(tx: Tx, run: AllocationRun, budget: BudgetRow, ranked: Ranked): Promise<void> {
    const change = run.apply('preview');
    const left = await this.leftOfCap(tx, budget, run.periodOn, run.id);
    if (run.amountMinor > left) throw new AboveBudgetCapError(money(left, run.currency));
    const { paidReservesMinor, ...leftOver } = await this.leftOver(tx, budget, run.currency);
    const inputs = inputsOf(run, budget, ranked, leftOver);
    const result = resultOf(inputs);
    const texts = { inputs: inputsText(inputs), result: resultText(result) };
    await this.runs.store(tx, run, { ...texts, isFull: ranked.isFull }, { inputs, result });
    const seen = { runId: run.id, inputsSha256: digestOfInputs(texts.inputs) };
    const paid = result.lines.filter(({ amountMinor }) => amountMinor !== '0');
    run.inputsSha256 = seen.inputsSha256;
    run.rolledInMinor = sumOf([...inputs.reserves, ...inputs.rolledOver]);
    run.prepaidMinor = sumOf(inputs.rolledOver) + paidReservesMinor;
    run.plannedMinor = paid.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n);
    run.lineCount = paid.length;
    run.reserveMinor = BigInt(result.reserveMinor);
    run.previewedAt = tx.now;
    await this.runs.save(tx, run);
    tx.audit('allocationRun', run.id, 'preview', { ...change, inputsSha256: run.inputsSha256 });
    if (ranked.isFull) await this.access.recordRun(tx, run.organisationId, projectsOf(ranked), seen);
  }

  /** What was paid counts as far as the balance has it: money that is held too long goes back to its payer. */
  private async leftOver(tx: Tx, budget: BudgetRow, currency: string): Promise<LeftOver> {
    const { reserves, rolledOver, paidReservesMinor } = await this.runs.leftOver(tx, budget.id);
    let balance = await this.balance.held(tx, budget.organisationId, currency);
    const covered = rolledOver.filter(({ minor }) => {
      const isThere = balance >= BigInt(minor);
      if (isThere) balance -= BigInt(minor);
      return isThere;
    });
    return {
      reserves,
      rolledOver: covered,
      paidReservesMinor: paidReservesMinor < balance ? paidReservesMinor : balance,
    };
  }

  private async leftOfCap(tx: Tx, budget: BudgetRow, periodOn: string, but: Id<'alr'> | null): Promise<bigint> {
    const left = BigInt(budget.policy.capMinor) - (await this.runs.takenOf(tx, budget.id, periodOn, but));
    return left > 0n ? left : 0n;
  }
}

function projectsOf({ needs }: Ranked): Id<'prj'>[] {
  return [...new Set(needs.map(({ projectId }) => projectId))].map((id) => parseId('prj', id));
}

function inputsOf(
  run: AllocationRun,
  budget: BudgetRow,
  { method, needs, exposure }: Ranked,
  leftOver: Pick<RunInputs, 'reserves' | 'rolledOver'>,
): RunInputs {
  return {
    format: INPUTS_FORMAT,
    engine: ENGINE,
    method,
    budgetId: formatId('bdg', budget.id),
    policyVersion: budget.policyVersion,
    policy: budget.policy,
    currency: run.currency,
    amountMinor: run.amountMinor.toString(),
    ...leftOver,
    exposure,
    needs,
  };
}

function sumOf(amounts: readonly { readonly minor: string }[]): bigint {
  return amounts.reduce((sum, { minor }) => sum + BigInt(minor), 0n);
}
