import { Injectable } from '@nestjs/common';
import { LedgerQueries } from '#libs/ledger';
import { allocationPaymentRequested, moneyPayload, payerNoticeDue } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { Messages, formatId, type Id, type Money } from '#platform/kernel';
import type { AllocationRun } from './allocation-run.entity.js';

/** The balance out of which the lines of runs are paid, and the payments into it. */
@Injectable()
export class RunBalance {
  constructor(
    private readonly ledger: LedgerQueries,
    private readonly messages: Messages,
  ) {}

  /** Asks for one payment into the balance. */
  ask(tx: Tx, { id, organisationId, lineCount, method, purchaseOrder }: AllocationRun, due: Money): void {
    if (method === 'balance') throw new Error('what is paid out of the balance asks for no payment');
    tx.emit(allocationPaymentRequested, {
      runId: id,
      organisationId,
      description: this.messages.text('budgets.runDescription', {
        run: formatId('alr', id),
        lines: String(lineCount),
      }),
      amount: moneyPayload(due),
      means: method,
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

  tellShort(tx: Tx, { id, organisationId, planned }: AllocationRun): void {
    tx.emit(payerNoticeDue, {
      organisationId,
      notice: 'run_waits_for_balance',
      amount: moneyPayload(planned),
      reference: formatId('alr', id),
    });
  }
}
