import { Injectable } from '@nestjs/common';
import { TermsService, actorOf, personOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { moneyPayload, paymentSucceeded, releasePartsPaid } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import { newId, sameMoney, type Id, type Money, type Principal } from '#platform/kernel';
import { BankEntry } from './bank-entry.entity.js';
import { BANK_ENTRY } from './bank-entry.states.js';
import { bankReceivedPosting, paidByBankPosting } from './bank.postings.js';
import {
  BankAmountDiffersError,
  BankEntryExistsError,
  BankEntryNotFoundError,
  BankEntrySameOperatorError,
  PaymentNotFoundError,
  TransferNotByBankError,
} from './payment.errors.js';
import { Payment } from './payment.entity.js';
import { PAYMENT } from './payment.states.js';
import { ReleasePartsService } from './release-parts.service.js';
import { Transfer } from './transfer.entity.js';

const UNIQUE_VIOLATION = '23505';

export interface BankLine {
  readonly reference: string;
  /** ISO 8601 day on which the bank booked it. */
  readonly bookedOn: string;
}

export interface BankReceipt extends BankLine {
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  /** The payment by bank that was waited for; null puts the money into the balance of the organisation. */
  readonly paymentId: Id<'pay'> | null;
}

/** What goes over the platform's own bank, where no webhook tells of it: two finance operators stand for each line. */
@Injectable()
export class BankService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly parts: ReleasePartsService,
    private readonly terms: TermsService,
  ) {}

  /** Enters money that arrived; nothing counts before a second operator has confirmed it. */
  async enterReceipt(principal: Principal, receipt: BankReceipt): Promise<Id<'bnk'>> {
    return this.enter(principal, async (tx) => {
      const payment = await this.paymentOf(tx, receipt);
      return { direction: 'in', paymentId: payment.id, transferId: null, amount: receipt.amount, ...line(receipt) };
    });
  }

  /** Enters money that was sent to a payee whom Stripe cannot pay. */
  async enterPayout(principal: Principal, transferId: Id<'trf'>, sent: BankLine): Promise<Id<'bnk'>> {
    return this.enter(principal, async (tx) => {
      const transfer = await lockTransfer(tx, transferId);
      if (transfer?.status !== 'queued' || !(await isByBank(tx, transferId))) throw new TransferNotByBankError();
      return { direction: 'out', paymentId: null, transferId, amount: transfer.amount, ...line(sent) };
    });
  }

  /** The second operator: the money counts from here on. */
  async confirm(principal: Principal, id: Id<'bnk'>): Promise<void> {
    await this.decide(principal, id, 'confirm', async (tx, entry) => {
      if (entry.paymentId !== null) await this.receive(tx, entry, entry.paymentId);
      if (entry.transferId !== null) await this.pay(tx, entry, entry.transferId, personOf(principal));
    });
  }

  async reject(principal: Principal, id: Id<'bnk'>): Promise<void> {
    await this.decide(principal, id, 'reject', () => Promise.resolve());
  }

  private async enter(
    principal: Principal,
    read: (
      tx: Tx,
    ) => Promise<Pick<BankEntry, 'direction' | 'paymentId' | 'transferId' | 'reference' | 'bookedOn' | 'amount'>>,
  ): Promise<Id<'bnk'>> {
    const id = newId<'bnk'>();
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const { amount, ...facts } = await read(tx);
        await tx.manager.insert(BankEntry, {
          id,
          ...facts,
          amountMinor: amount.minor,
          currency: amount.currency,
          status: BANK_ENTRY.initial,
          enteredBy: personOf(principal),
          enteredAt: tx.now,
          decidedBy: null,
          decidedAt: null,
          version: 1,
        });
        tx.audit('bankEntry', id, 'enter', { ...facts, minor: amount.minor.toString(), currency: amount.currency });
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new BankEntryExistsError();
      throw error;
    }
    return id;
  }

  private async decide(
    principal: Principal,
    id: Id<'bnk'>,
    action: 'confirm' | 'reject',
    effect: (tx: Tx, entry: BankEntry) => Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const entry = await tx.manager.findOne(BankEntry, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!entry) throw new BankEntryNotFoundError();
      if (action === 'confirm' && entry.enteredBy === personOf(principal)) throw new BankEntrySameOperatorError();
      const change = entry.apply(action);
      const { version } = entry;
      await tx.manager.update(
        BankEntry,
        { id, version },
        { status: entry.status, decidedBy: personOf(principal), decidedAt: tx.now, version: version + 1 },
      );
      await effect(tx, entry);
      tx.audit('bankEntry', id, action, change);
    });
  }

  /** The payment that money came for; one in advance when none was waited for. */
  private async paymentOf(tx: Tx, { paymentId, organisationId, amount }: BankReceipt): Promise<Payment> {
    if (paymentId !== null) {
      const payment = await lockPayment(tx, paymentId);
      if (payment?.means !== 'bank' || payment.organisationId !== organisationId) throw new PaymentNotFoundError();
      if (!sameMoney(payment.amount, amount)) throw new BankAmountDiffersError(payment.amount);
      return payment;
    }
    await this.terms.assertOrganisationAccepted(tx, 'giver', organisationId);
    const payment = Object.assign(new Payment(), {
      id: newId<'pay'>(),
      pledgeId: null,
      needId: null,
      organisationId,
      means: 'bank' as const,
      amountMinor: amount.minor,
      currency: amount.currency,
      status: PAYMENT.initial,
      createdAt: tx.now,
      version: 1,
    });
    await tx.manager.insert(Payment, payment);
    return payment;
  }

  private async receive(tx: Tx, entry: BankEntry, paymentId: Id<'pay'>): Promise<void> {
    const payment = (await lockPayment(tx, paymentId))!;
    const change = payment.apply('receiveByBank');
    const { version } = payment;
    await tx.manager.update(
      Payment,
      { id: paymentId, version },
      { status: payment.status, succeededAt: tx.now, version: version + 1 },
    );
    await this.ledger.post(tx, bankReceivedPosting(entry, payment));
    tx.audit('payment', paymentId, 'receiveByBank', change);
    const { pledgeId, amount } = payment;
    if (pledgeId !== null) tx.emit(paymentSucceeded, { paymentId, pledgeId, amount: moneyPayload(amount) });
  }

  private async pay(tx: Tx, entry: BankEntry, transferId: Id<'trf'>, decidedBy: Id<'usr'>): Promise<void> {
    const transfer = (await lockTransfer(tx, transferId))!;
    if (transfer.personId === decidedBy || transfer.personId === entry.enteredBy)
      throw new BankEntrySameOperatorError();
    const change = transfer.apply('payByBank');
    const { version } = transfer;
    await tx.manager.update(
      Transfer,
      { id: transferId, version },
      { status: transfer.status, confirmedAt: tx.now, waitingFor: null, version: version + 1 },
    );
    await this.ledger.post(tx, paidByBankPosting(entry, transfer));
    tx.audit('transfer', transferId, 'payByBank', change);
    for (const { milestoneId, partIds } of await this.parts.ofTransfer(tx, transferId))
      tx.emit(releasePartsPaid, { milestoneId, partIds });
  }
}

function line({ reference, bookedOn }: BankLine): BankLine {
  return { reference, bookedOn };
}

function lockPayment(tx: Tx, id: Id<'pay'>): Promise<Payment | null> {
  return tx.manager.findOne(Payment, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

function lockTransfer(tx: Tx, id: Id<'trf'>): Promise<Transfer | null> {
  return tx.manager.findOne(Transfer, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function isByBank(tx: Tx, transferId: Id<'trf'>): Promise<boolean> {
  const rows = await tx.manager.query<unknown[]>(
    `SELECT 1 FROM transfer JOIN recipient_account account
         ON account.person_id = transfer.person_id OR account.organisation_id = transfer.organisation_id
      WHERE transfer.id = $1 AND account.rail = 'manual'`,
    [transferId],
  );
  return rows.length === 1;
}
