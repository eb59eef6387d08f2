import { Injectable } from '@nestjs/common';
import { PledgesService } from '#libs/pledges';
import { allocationPaymentWithdrawn, moneyPayload, payerNoticeDue, type PayerNotice } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { formatId, type Id } from '#platform/kernel';
import { paymentOf } from './run-payment.js';
import type { AllocationRun } from './allocation-run.entity.js';
import { RunsRepository } from './runs.repository.js';

type RunEnd = 'void' | 'reject' | 'lapse' | 'endPayment';

/** Of what somebody did nobody has to be told. */
const NOTICES: Partial<Record<RunEnd, PayerNotice>> = { lapse: 'run_lapsed', endPayment: 'run_void' };

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

  /** The timer: nobody has decided on a locked run in time. */
  async lapse(tx: Tx, id: Id<'alr'>): Promise<void> {
    const run = await this.runs.lockCleared(tx, id);
    if (run.status === 'locked') await this.end(tx, run, 'lapse', null);
  }

  /** The caller has locked the run. Its promises end, and what it had of earlier runs is theirs again. */
  async end(tx: Tx, run: AllocationRun, action: RunEnd, reason: string | null): Promise<void> {
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
    const notice = NOTICES[action];
    if (notice !== undefined)
      tx.emit(payerNoticeDue, {
        organisationId: run.organisationId,
        notice,
        amount: moneyPayload(run.planned),
        reference: formatId('alr', run.id),
      });
  }
}
