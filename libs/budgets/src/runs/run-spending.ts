import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { asId, money, type Id } from '#platform/kernel';
import { RunNotFoundError } from '../budget.errors.js';
import type { Spending, SpendingKind } from '../spending.js';
import { RunEnds } from './run-ends.service.js';
import { RunFunding } from './run-funding.service.js';
import { RunsQueries, type RunRow } from './runs.queries.js';
import { RunsRepository } from './runs.repository.js';

/** A run as something that is approved: all of its lines at once, bound by the digest of what it saw. */
@Injectable()
export class RunSpending implements SpendingKind {
  readonly type = 'allocation_run';
  readonly waiting = 'locked';

  constructor(
    private readonly queries: RunsQueries,
    private readonly runs: RunsRepository,
    private readonly funding: RunFunding,
    private readonly ends: RunEnds,
  ) {}

  async find(id: string): Promise<Spending | null> {
    return spendingOf(await this.queries.find(asId(id)), []);
  }

  async findWithin(tx: Tx, id: string): Promise<Spending | null> {
    const run = await this.queries.findWithin(tx, asId(id));
    return spendingOf(run, run === null ? [] : await this.runs.needsWithin(tx, run));
  }

  notFound(): Error {
    return new RunNotFoundError();
  }

  approved(tx: Tx, id: string): Promise<void> {
    return this.funding.approved(tx, asId(id));
  }

  async rejected(tx: Tx, id: string): Promise<void> {
    await this.ends.end(tx, await this.runs.lockCleared(tx, asId(id)), 'reject', null);
  }
}

/** One that is not locked yet has nothing that could be decided on. */
function spendingOf(run: RunRow | null, needIds: readonly Id<'need'>[]): Spending | null {
  if (run?.lockedBy == null || run.lockedAt === null) return null;
  const { id, organisationId, status, inputsSha256, planned, method, purchaseOrder } = run;
  const sum = { minor: planned.minor.toString(), currency: planned.currency };
  return {
    id,
    needIds,
    organisationId,
    status,
    amount: money(planned.minor, planned.currency),
    submittedBy: run.lockedBy,
    submittedAt: run.lockedAt,
    facts: { organisationId, inputsSha256, ...sum, method, purchaseOrder },
  };
}
