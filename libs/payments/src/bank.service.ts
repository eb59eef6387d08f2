import { Injectable } from '@nestjs/common';
import { TermsService, actorOf, personOf } from '#libs/identity';
import { LedgerService } from '#libs/ledger';
import { Config } from '#platform/config';
import { financeNoticeDue } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import {
  assertHeldCurrency,
  formatId,
  newId,
  present,
  sameMoney,
  type Id,
  type Money,
  type Principal,
} from '#platform/kernel';
import { BankEntry } from './bank-entry.entity.js';
import { BANK_ENTRY, type BankEntryAction } from './bank-entry.states.js';
import { bankReceivedPosting, dayStart, paidByBankPosting } from './bank.postings.js';
import {
  BankAmountDiffersError,
  BankDateInFutureError,
  BankEntryExistsError,
  BankEntryNotFoundError,
  BankEntrySameOperatorError,
  PaymentNotFoundError,
  TransferNotByBankError,
} from './payment.errors.js';
import { PaymentsService } from './payments.service.js';
import { TransfersService } from './transfers.service.js';

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

type EnteredFacts = Pick<BankEntry, 'direction' | 'paymentId' | 'transferId' | 'reference' | 'bookedOn' | 'amount'>;

/** What goes over the platform's own bank, where no webhook tells of it: two finance operators stand for each line. */
@Injectable()
export class BankService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly payments: PaymentsService,
    private readonly transfers: TransfersService,
    private readonly terms: TermsService,
    private readonly config: Config,
  ) {}

  /** Enters money that arrived; nothing counts before a second operator has confirmed it. */
  async enterReceipt(principal: Principal, receipt: BankReceipt): Promise<Id<'bnk'>> {
    const { amount } = receipt;
    assertHeldCurrency(amount, this.config.get('HELD_CURRENCIES'));
    return this.enter(principal, receipt, async (tx) => {
      const paymentId = await this.paymentFor(tx, receipt);
      return { direction: 'in', paymentId, transferId: null, amount, ...line(receipt) };
    });
  }

  /** Enters money that was sent to a payee whom Stripe cannot pay. */
  async enterPayout(principal: Principal, transferId: Id<'trf'>, sent: BankLine): Promise<Id<'bnk'>> {
    return this.enter(principal, sent, async (tx) => {
      const transfer = await this.transfers.lockForBank(tx, transferId);
      if (!transfer) throw new TransferNotByBankError();
      return { direction: 'out', paymentId: null, transferId, amount: transfer.amount, ...line(sent) };
    });
  }

  /** The second operator: the money counts from here on. */
  async confirm(principal: Principal, id: Id<'bnk'>): Promise<void> {
    const decidedBy = personOf(principal);
    await this.decide(principal, id, 'confirm', async (tx, entry) => {
      if (entry.enteredBy === decidedBy) throw new BankEntrySameOperatorError();
      if (entry.paymentId !== null) await this.receive(tx, entry, entry.paymentId);
      if (entry.transferId !== null) await this.pay(tx, entry, entry.transferId, decidedBy);
    });
  }

  /** Takes a line out that is wrong. */
  async reject(principal: Principal, id: Id<'bnk'>): Promise<void> {
    await this.decide(principal, id, 'reject', async (tx, { paymentId }) => {
      if (paymentId !== null) await this.payments.forgetAdvance(tx, paymentId);
    });
  }

  private async enter(
    principal: Principal,
    { bookedOn }: BankLine,
    read: (tx: Tx) => Promise<EnteredFacts>,
  ): Promise<Id<'bnk'>> {
    const id = newId<'bnk'>();
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        if (dayStart(bookedOn) > tx.now) throw new BankDateInFutureError();
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
        tx.emit(financeNoticeDue, {
          notice: 'bank_entry_waiting',
          subjectId: formatId('bnk', id),
          by: personOf(principal),
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
    action: BankEntryAction,
    effect: (tx: Tx, entry: BankEntry) => Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const entry = await tx.manager.findOne(BankEntry, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!entry) throw new BankEntryNotFoundError();
      const change = entry.apply(action);
      await effect(tx, entry);
      const { status, version } = entry;
      await tx.manager.update(
        BankEntry,
        { id, version },
        { status, decidedBy: personOf(principal), decidedAt: tx.now, version: version + 1 },
      );
      tx.audit('bankEntry', id, action, change);
    });
  }

  /** The payment that money came for; one in advance when none was waited for. */
  private async paymentFor(tx: Tx, { paymentId, organisationId, amount }: BankReceipt): Promise<Id<'pay'>> {
    if (paymentId === null) {
      await this.terms.assertOrganisationAccepted(tx, 'giver', organisationId);
      return this.payments.open(tx, { pledge: null, organisationId, description: '', amount, means: 'bank' });
    }
    const payment = await this.payments.lockForBank(tx, paymentId);
    if (payment?.organisationId !== organisationId) throw new PaymentNotFoundError();
    if (!sameMoney(payment.amount, amount)) throw new BankAmountDiffersError(payment.amount);
    return paymentId;
  }

  private async receive(tx: Tx, entry: BankEntry, paymentId: Id<'pay'>): Promise<void> {
    const payment = present(await this.payments.lockForBank(tx, paymentId));
    await this.payments.receiveByBank(tx, payment);
    await this.ledger.post(tx, bankReceivedPosting(entry, payment));
  }

  private async pay(tx: Tx, entry: BankEntry, transferId: Id<'trf'>, decidedBy: Id<'usr'>): Promise<void> {
    const transfer = await this.transfers.lockForBank(tx, transferId);
    if (!transfer) throw new TransferNotByBankError();
    // Nobody stands for money to themself.
    if ([decidedBy, entry.enteredBy].some((operator) => operator === transfer.personId))
      throw new BankEntrySameOperatorError();
    await this.transfers.payByBank(tx, transfer);
    await this.ledger.post(tx, paidByBankPosting(entry, transfer));
  }
}

function line({ reference, bookedOn }: BankLine): BankLine {
  return { reference, bookedOn };
}
