import { Injectable } from '@nestjs/common';
import { PledgesService } from '#libs/pledges';
import { allocationPaymentWithdrawn, moneyPayload, payerNoticeDue, type PayerNotice } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS, addMs, formatId, present, type Id } from '#platform/kernel';
import type { AllocationRun } from './allocation-run.entity.js';
import { HeldLines } from './held-lines.service.js';
import { RunBalance } from './run-balance.js';
import { paymentOf } from './run-payment.js';
import { RunsRepository } from './runs.repository.js';

type RunEnd = 'void' | 'reject' | 'lapse' | 'endPayment' | 'giveUp';

const WAITS_MS = 28 * DAY_MS;

const BY_ITSELF: ReadonlySet<RunEnd> = new Set(['endPayment', 'giveUp']);

/** Of what somebody did nobody has to be told. */
const NOTICES: Partial<Record<RunEnd, PayerNotice>> = {
  lapse: 'run_lapsed',
  endPayment: 'run_void',
  giveUp: 'run_given_up',
};

/** The ways in which a run ends before its money is with the needs. */
@Injectable()
export class RunEnds {
  constructor(
    private readonly runs: RunsRepository,
    private readonly pledges: PledgesService,
    private readonly held: HeldLines,
    private readonly balance: RunBalance,
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

  /** The timer: a paid run still waits, since the balance was spent elsewhere. Four weeks after its payment it is given up. */
  async stillShort(tx: Tx, id: Id<'alr'>): Promise<void> {
    const run = await this.runs.lockCleared(tx, id);
    if (run.status !== 'funded') return;
    if (await this.balance.covers(tx, run)) this.balance.lookAgain(tx, id);
    else if (tx.now < addMs(present(run.fundedAt), WAITS_MS)) this.balance.tellShort(tx, run);
    else await this.end(tx, run, 'giveUp', null);
  }

  /**
   * The caller has locked the run. Its promises end, and what it had of earlier runs is theirs again; what was paid for it is held
   * as far as it is there.
   */
  async end(tx: Tx, run: AllocationRun, action: RunEnd, reason: string | null): Promise<void> {
    const wasFunded = run.status === 'funded';
    const wasAsked = run.status === 'approved' && paymentOf(run) !== null;
    const change = run.apply(action);
    run.voidedAt = tx.now;
    run.voidReason = reason;
    await this.runs.giveBack(tx, run.id);
    if (wasFunded) await this.held.holdPaid(tx, run);
    await this.runs.save(tx, run);
    for (const { pledgeId } of await this.runs.moneyLines(tx, run.id))
      if (pledgeId !== null) await this.pledges.endPart(tx, pledgeId, BY_ITSELF.has(action) ? 'lapse' : 'withdraw');
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
