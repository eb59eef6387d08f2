import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  balanceExpiryDue,
  balancePaid,
  balanceReminderDue,
  heldMoneyReturned,
  moneyOfPayload,
  refundRequested,
  refundTaken,
} from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { BalanceHoldsService } from './balance-holds.service.js';
import { RefundsService } from './refunds.service.js';

@Injectable()
export class RefundsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly refunds: RefundsService,
    private readonly balances: BalanceHoldsService,
  ) {}

  onModuleInit(): void {
    const { consumers, refunds, balances } = this;
    consumers.inTransaction('payments.refund', refundRequested, (tx, { refundId, pledgeId, amount }) =>
      refunds.openForPledge(tx, asId(refundId), asId(pledgeId), moneyOfPayload(amount)),
    );
    consumers.inTransaction('payments.book-adopted-refund', refundTaken, (tx, { refundId, found }) =>
      refunds.taken(tx, asId(refundId), found),
    );
    consumers.inTransaction('payments.start-hold-of-balance', balancePaid, (tx, { paymentId }) =>
      balances.start(tx, asId(paymentId)),
    );
    consumers.inTransaction('payments.remind-of-balance', balanceReminderDue, (tx, { paymentId, daysLeft }) =>
      balances.remind(tx, asId(paymentId), daysLeft),
    );
    consumers.inTransaction('payments.return-balance', balanceExpiryDue, (tx, { organisationId, currency }) =>
      balances.returnExpired(tx, asId(organisationId), currency),
    );
    // What a pledge gives back may be of a payment that was held too long already.
    consumers.inTransaction(
      'payments.return-given-back',
      heldMoneyReturned,
      async (tx, { organisationId, amount, to }) => {
        if (to === 'balance') await balances.returnExpired(tx, asId(organisationId), amount.currency);
      },
    );
  }
}
