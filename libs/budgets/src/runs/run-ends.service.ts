import { Injectable } from '@nestjs/common';
import { PledgesService } from '#libs/pledges';
import { allocationPaymentWithdrawn, moneyPayload, payerNoticeDue } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { formatId, type Id } from '#platform/kernel';
import { paymentOf } from './run-payment.js';
import type { AllocationRun } from './allocation-run.entity.js';
import { RunsRepository } from './runs.repository.js';

/** The ways in which a run ends before its money is there. */
@Injectable()
export class RunEnds {
  constructor(
    private readonly runs: RunsRepository,
    private readonly pledges: PledgesService,
  ) {}

  /** The payment ended without money, or another word of it came after the run had moved on. */
  async paymentEnded(tx: Tx, id: Id<'alr'>): Promise<void> {
    const run = await this.runs.lockCleared(tx, id);
    if (run.status === 'approved') await this.end(tx, run, 'endPayment', null);
  }

  /** The caller has locked the run. Its promises end, and what it had of earlier runs is theirs again. */
  async end(
    tx: Tx,
    run: AllocationRun,
    action: 'void' | 'reject' | 'endPayment',
    reason: string | null,
  ): Promise<void> {
    const wasAsked = run.status === 'approved' && paymentOf(run) !== null;
    const change = run.apply(action);
    run.voidedAt = tx.now;
    run.voidReason = reason;
    await this.runs.save(tx, run);
    await this.runs.giveBack(tx, run.id);
    for (const { pledgeId } of await this.runs.moneyLines(tx, run.id))
      if (pledgeId !== null) await this.pledges.endPart(tx, pledgeId, action === 'endPayment' ? 'lapse' : 'withdraw');
    tx.audit('allocationRun', run.id, action, { ...change, reason });
    if (wasAsked && action === 'void') tx.emit(allocationPaymentWithdrawn, { runId: run.id });
    if (action === 'endPayment')
      tx.emit(payerNoticeDue, {
        organisationId: run.organisationId,
        notice: 'run_void',
        amount: moneyPayload(run.planned),
        reference: formatId('alr', run.id),
      });
  }
}
