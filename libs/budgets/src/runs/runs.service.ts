import { Injectable } from '@nestjs/common';
import { REQUEST_LIFETIME_MS } from '#libs/approvals';
import { actorOf, assertRole, personOf } from '#libs/identity';
import { allocationRunLapseDue } from '#platform/contracts';
import { UnitOfWork, clear, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import { addMs, belongsTo, clearanceOf, present, type Id, type Principal } from '#platform/kernel';
import { PreviewStaleError, RunNotFoundError, RunWithoutLinesError } from '../budget.errors.js';
import { BudgetsRepository } from '../budgets.repository.js';
import { SPENDER_ROLES } from '../budgets.service.js';
import type { RunInputs } from '../plan/inputs.js';
import type { AllocationRun, RunMethod } from './allocation-run.entity.js';
import { RunDrafts } from './run-drafts.service.js';
import { RunEnds } from './run-ends.service.js';
import { RunGate } from './run-gate.js';
import { RunsRepository } from './runs.repository.js';

export interface NewRun {
  readonly budgetId: Id<'bdg'>;
  /** New money in minor units; null for all that the cap leaves. */
  readonly amountMinor: bigint | null;
  /** What is left out is as the budget says. */
  readonly method?: RunMethod;
  readonly purchaseOrder?: string | null;
  readonly idempotencyKey: string;
}

/** Commands on runs before they are approved. Each locks the budget, then the run. */
@Injectable()
export class RunsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly budgets: BudgetsRepository,
    private readonly runs: RunsRepository,
    private readonly drafts: RunDrafts,
    private readonly gate: RunGate,
    private readonly ends: RunEnds,
  ) {}

  async create(principal: Principal, { idempotencyKey: key, ...input }: NewRun): Promise<IdempotentResult> {
    const personId = personOf(principal);
    const body = { ...input, amountMinor: input.amountMinor?.toString() ?? null };
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearanceOf(principal));
      return runOnce(tx, { scope: personId, operation: 'createAllocationRun', key, body }, async () => {
        const budget = await this.drafts.lockBudget(tx, input.budgetId, principal);
        assertRole(principal, budget.organisationId, SPENDER_ROLES);
        const run = await this.drafts.draft(tx, budget, { ...input, createdBy: personId });
        return run.id;
      });
    });
  }

  /** Reads the ranking, the gaps and what is left over as they are today, and computes the lines from them. */
  async preview(principal: Principal, id: Id<'alr'>): Promise<void> {
    const clearance = clearanceOf(principal);
    const known = await this.drafts.found(principal, id);
    assertRole(principal, known.organisationId, SPENDER_ROLES);
    // Before the transaction: a unit of work never waits for a second connection.
    const budget = present(await this.budgets.find(clearance, known.budgetId));
    const needs = await this.drafts.ranked(clearance, budget);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearance);
      await this.drafts.lockBudget(tx, budget.id, principal);
      await this.drafts.preview(tx, await this.runs.lock(tx, id), budget, needs);
    });
  }

  /** Freezes what the run saw, and asks for the approval. */
  async lock(principal: Principal, id: Id<'alr'>): Promise<void> {
    await this.change(principal, id, async (tx, run) => {
      tx.audit('allocationRun', id, 'lock', { ...run.apply('lock'), inputsSha256: present(run.inputsSha256) });
      const inputs = JSON.parse(present(await this.runs.inputs(tx, id))) as RunInputs;
      const budget = present(await this.budgets.lock(tx, run.budgetId));
      if (budget.policyVersion !== inputs.policyVersion) throw new PreviewStaleError();
      if (run.plannedMinor === 0n) throw new RunWithoutLinesError();
      run.lockedBy = personOf(principal);
      run.lockedAt = tx.now;
      await this.runs.rollInto(tx, run, inputs);
      await this.runs.save(tx, run);
      await this.gate.open(tx, run);
      tx.emit(allocationRunLapseDue, { runId: id }, addMs(tx.now, REQUEST_LIFETIME_MS));
    });
  }

  /** Ends a run that has given nothing yet: promises end, and its payment is asked for no more. */
  async void(principal: Principal, id: Id<'alr'>, reason: string): Promise<void> {
    await this.change(principal, id, (tx, run) => this.ends.end(tx, run, 'void', reason));
  }

  private async change(
    principal: Principal,
    id: Id<'alr'>,
    work: (tx: Tx, run: AllocationRun) => Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearanceOf(principal));
      const known = await this.runs.find(tx, id);
      if (!known || !belongsTo(principal, known.organisationId)) throw new RunNotFoundError();
      assertRole(principal, known.organisationId, SPENDER_ROLES);
      // The order of all: budget, run, needs, pledges.
      await this.budgets.lock(tx, known.budgetId);
      await work(tx, await this.runs.lock(tx, id));
    });
  }
}
