import { Injectable } from '@nestjs/common';
import { LedgerQueries } from '#libs/ledger';
import { allocationPaymentRequested, allocationRunShortDue, moneyPayload, payerNoticeDue } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS, Messages, addMs, formatId, type Id, type Money } from '#platform/kernel';
import { invoiceLinesOf } from '../plan/invoice-lines.js';
import type { AllocationRun } from './allocation-run.entity.js';
import { RunsRepository } from './runs.repository.js';

const TOLD_AGAIN_MS = 7 * DAY_MS;

/** The balance out of which the lines of runs are paid, and the payments into it. */
@Injectable()
export class RunBalance {
  constructor(
    private readonly ledger: LedgerQueries,
    private readonly messages: Messages,
    private readonly runs: RunsRepository,
  ) {}

  /** Asks for one payment into the balance; an invoice says what it is for, line by line. */
  async ask(tx: Tx, run: AllocationRun, due: Money): Promise<void> {
    const { id, organisationId, method, purchaseOrder } = run;
    if (method === 'balance') throw new Error('what is paid out of the balance asks for no payment');
    tx.emit(allocationPaymentRequested, {
      runId: id,
      organisationId,
      description: this.description(run, run.lineCount),
      amount: moneyPayload(due),
      means: method,
      lines: method === 'invoice' ? await this.invoiceLines(tx, run) : [],
      purchaseOrder,
    });
  }

  /** Whether there is as much in the balance as the lines come to: something else may have been paid out of it. */
  async covers(tx: Tx, { organisationId, planned }: AllocationRun): Promise<boolean> {
    return (await this.held(tx, organisationId, planned.currency)) >= planned.minor;
  }

  /** What is in the balance, in minor units. */
  async held(tx: Tx, organisationId: Id<'org'>, currency: string): Promise<bigint> {
    const held = await this.ledger.heldWithin(tx, 'held.org', formatId('org', organisationId));
    return held.find((amount) => amount.currency === currency)?.minor ?? 0n;
  }

  /** Tells that a run waits, and rings again in a week. */
  tellShort(tx: Tx, { id, organisationId, planned }: AllocationRun): void {
    tx.emit(payerNoticeDue, {
      organisationId,
      notice: 'run_waits_for_balance',
      amount: moneyPayload(planned),
      reference: formatId('alr', id),
    });
    this.lookAgain(tx, id);
  }

  lookAgain(tx: Tx, id: Id<'alr'>): void {
    tx.emit(allocationRunShortDue, { runId: id }, addMs(tx.now, TOLD_AGAIN_MS));
  }

  private async invoiceLines(tx: Tx, run: AllocationRun): Promise<{ description: string; minor: string }[]> {
    const lines = invoiceLinesOf(await this.runs.promisedLines(tx, run.id), run.prepaidMinor, {
      ofNeed: ({ need, project }) => this.messages.text('budgets.lineOfNeed', { need, project }),
      ofProject: (project, needs) => this.messages.text('budgets.lineOfProject', { project, needs: String(needs) }),
      ofAll: (needs) => this.description(run, needs),
      prepaid: () => this.messages.text('budgets.linePrepaid'),
    });
    return lines.map(({ description, minor }) => ({ description, minor: minor.toString() }));
  }

  private description({ id }: AllocationRun, lines: number): string {
    return this.messages.text('budgets.runDescription', { run: formatId('alr', id), lines: String(lines) });
  }
}
