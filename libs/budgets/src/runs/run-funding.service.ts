import { Injectable } from '@nestjs/common';
import { PledgePaymentsService, RunPledgesService } from '#libs/pledges';
import type { Tx } from '#platform/database';
import { assertChargeable, money, present, type Id } from '#platform/kernel';
import { RunWithoutLinesError } from '../budget.errors.js';
import type { AllocationRun } from './allocation-run.entity.js';
import { HeldLines } from './held-lines.service.js';
import { LineFits, type Fit } from './line-fits.js';
import { RunBalance } from './run-balance.js';
import { paymentOf } from './run-payment.js';
import { RunsRepository, type MoneyLine, type PromisedPart } from './runs.repository.js';

/** From an approved run to money that is held for its needs. Each locks the run, and then its needs in the order of their ids. */
@Injectable()
export class RunFunding {
  constructor(
    private readonly runs: RunsRepository,
    private readonly fits: LineFits,
    private readonly pledges: RunPledgesService,
    private readonly payments: PledgePaymentsService,
    private readonly held: HeldLines,
    private readonly balance: RunBalance,
  ) {}

  /**
   * In the transaction of the approval: promises what the needs can take, and asks for one payment of it, or pays it.
   * @throws RunWithoutLinesError when nothing is left to give, AmountNotChargeableError, InsufficientFundsError
   */
  async approved(tx: Tx, id: Id<'alr'>): Promise<void> {
    const run = await this.runs.lockCleared(tx, id);
    const change = run.apply('approve');
    const lines = await this.runs.moneyLines(tx, id);
    let promised = 0n;
    let shortened = 0;
    for (const line of lines) {
      const fit = await this.promise(tx, run, line);
      promised += fit.minor;
      if (fit.shortage !== null) shortened += 1;
    }
    if (promised === 0n) throw new RunWithoutLinesError();
    run.reserveMinor += run.plannedMinor - promised;
    run.plannedMinor = promised;
    run.approvedAt = tx.now;
    const due = paymentOf(run);
    if (due !== null) assertChargeable(due);
    await this.runs.save(tx, run);
    tx.audit('allocationRun', id, 'approve', { ...change, promised: promised.toString(), shortened });
    if (due === null) {
      await this.fund(tx, run);
      await this.distribute(tx, run);
    } else await this.balance.ask(tx, run, due);
  }

  /** The payment of a run is in the balance. It may be reported more than once, and after the run has ended. */
  async paid(tx: Tx, id: Id<'alr'>): Promise<void> {
    const run = await this.runs.lockCleared(tx, id);
    if (run.status === 'approved') {
      await this.fund(tx, run);
      if (!(await this.distributeIfCovered(tx, run))) this.balance.tellShort(tx, run);
    } else if (run.status === 'void') await this.held.paidLate(tx, run);
  }

  /** Whatever the balance could not cover at first is tried again when there is more in it. */
  async retry(tx: Tx, id: Id<'alr'>): Promise<void> {
    const run = await this.runs.lockCleared(tx, id);
    if (run.status === 'funded') await this.distributeIfCovered(tx, run);
  }

  private async fund(tx: Tx, run: AllocationRun): Promise<void> {
    const change = run.apply('fund');
    run.fundedAt = tx.now;
    await this.runs.save(tx, run);
    tx.audit('allocationRun', run.id, 'fund', change);
  }

  private async distributeIfCovered(tx: Tx, run: AllocationRun): Promise<boolean> {
    if (!(await this.balance.covers(tx, run))) return false;
    await this.distribute(tx, run);
    return true;
  }

  /** All lines out of the balance. @throws InsufficientFundsError */
  private async distribute(tx: Tx, run: AllocationRun): Promise<void> {
    let placed = 0;
    const unplaced: PromisedPart[] = [];
    for (const line of await this.runs.moneyLines(tx, run.id)) {
      if (line.pledgeId === null) continue;
      if (await this.payments.payLine(tx, line.pledgeId)) placed += 1;
      else unplaced.push({ needId: line.needId, minor: BigInt(present(line.promisedMinor)) });
    }
    await this.held.hold(tx, run, unplaced);
    const change = run.apply('distribute');
    run.distributedAt = tx.now;
    await this.runs.save(tx, run);
    tx.audit('allocationRun', run.id, 'distribute', { ...change, placed });
  }

  private async promise(tx: Tx, run: AllocationRun, { needId, amountMinor }: MoneyLine): Promise<Fit> {
    const fit = await this.fits.of(tx, needId, BigInt(amountMinor));
    const { organisationId, purchaseOrder, currency } = run;
    const line = { needId, organisationId, purchaseOrder, submittedBy: present(run.lockedBy) };
    const pledgeId =
      fit.minor === 0n ? null : await this.pledges.promise(tx, { ...line, amount: money(fit.minor, currency) });
    await this.runs.setPromised(tx, run.id, { needId, promised: fit.minor, shortage: fit.shortage, pledgeId });
    return fit;
  }
}
