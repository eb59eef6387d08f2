import { Injectable } from '@nestjs/common';
import { LedgerQueries } from '#libs/ledger';
import { Config } from '#platform/config';
import { balanceExpiring, balanceExpiryDue, balanceReminderDue, moneyPayload } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS, addMs, formatId, holdTimes, money, present, type Id } from '#platform/kernel';
import { leftOf, type Lot } from './balance-holds.rules.js';
import { Payment } from './payment.entity.js';
import { RefundsService } from './refunds.service.js';

interface PaidLot extends Lot {
  readonly payment: Payment;
}

/**
 * What is paid in advance is spent oldest first, and what is left of a payment goes back when it was held as long as it
 * may be. What came to the platform's own bank stays: no charge could be refunded, and Stripe's limit is not about it.
 */
@Injectable()
export class BalanceHoldsService {
  constructor(
    private readonly ledgerQueries: LedgerQueries,
    private readonly refunds: RefundsService,
    private readonly config: Config,
  ) {}

  /** A payment in advance has arrived: sets the timers. */
  async start(tx: Tx, paymentId: Id<'pay'>): Promise<void> {
    const payment = present(await tx.manager.findOne(Payment, { where: { id: paymentId } }));
    if (payment.paymentIntentId === null) return;
    const { organisationId, currency } = payment;
    const { expiresAt, reminders } = holdTimes(tx.now, this.config.get('HOLD_LIMIT_DAYS'));
    for (const { daysLeft, at } of reminders) tx.emit(balanceReminderDue, { paymentId, daysLeft }, at);
    tx.emit(balanceExpiryDue, { organisationId, currency }, expiresAt);
  }

  /** The timer: tells of what is left of a payment. */
  async remind(tx: Tx, paymentId: Id<'pay'>, daysLeft: number): Promise<void> {
    const payment = present(await tx.manager.findOne(Payment, { where: { id: paymentId } }));
    const { organisationId, currency } = payment;
    const rows = await this.lots(tx, organisationId, currency);
    const left = rows.find(({ lot }) => lot.payment.id === paymentId)?.left ?? 0n;
    if (left === 0n) return;
    tx.emit(balanceExpiring, {
      organisationId,
      amount: moneyPayload(money(left, currency)),
      day: addMs(tx.now, daysLeft * DAY_MS)
        .toISOString()
        .slice(0, 10),
    });
  }

  /** The timer, and whenever a pledge gave money back into the balance: what is too old goes back to its payer. */
  async returnExpired(tx: Tx, organisationId: Id<'org'>, currency: string): Promise<void> {
    for (const { lot, left } of await this.lots(tx, organisationId, currency))
      if (lot.isExpired && left > 0n && lot.payment.paymentIntentId !== null)
        await this.refunds.openForBalance(tx, lot.payment, money(left, currency));
  }

  /** The payments of an organisation in advance, newest first and locked, with what is left of each. */
  private async lots(
    tx: Tx,
    organisationId: Id<'org'>,
    currency: string,
  ): Promise<{ readonly lot: PaidLot; readonly left: bigint }[]> {
    const payments = await tx.manager
      .createQueryBuilder(Payment, 'payment')
      .setLock('pessimistic_write')
      .where(`organisation_id = :organisationId AND currency = :currency AND pledge_id IS NULL AND part_of IS NULL`)
      .andWhere(`status IN ('succeeded', 'settled')`)
      .orderBy('payment.succeededAt', 'DESC')
      .addOrderBy('payment.id', 'DESC')
      .setParameters({ organisationId, currency })
      .getMany();
    const limit = this.config.get('HOLD_LIMIT_DAYS');
    const owner = formatId('org', organisationId);
    const held = await this.ledgerQueries.heldWithin(tx, 'held.org', owner);
    const balance = held.find((amount) => amount.currency === currency)?.minor ?? 0n;
    return leftOf(
      balance,
      payments.map((payment) => ({
        payment,
        amount: payment.amountMinor,
        returned: payment.returnedMinor,
        isExpired: holdTimes(present(payment.succeededAt), limit).expiresAt <= tx.now,
      })),
    );
  }
}
