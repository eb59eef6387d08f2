import { Injectable } from '@nestjs/common';
import { moneyOfPayload, type allocationPaymentRequested } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { asId, type Id } from '#platform/kernel';
import { Invoice } from './invoice.entity.js';
import { InvoicesService } from './invoices.service.js';
import { PAYMENT } from './payment.states.js';
import { Payment } from './payment.entity.js';
import { PaymentsService } from './payments.service.js';
import { StripeCallsService } from './stripe-calls.service.js';

/** Payments of allocation runs: one for all lines of a run, into the balance out of which they are paid. */
@Injectable()
export class RunPaymentsService {
  constructor(
    private readonly payments: PaymentsService,
    private readonly invoices: InvoicesService,
    private readonly calls: StripeCallsService,
  ) {}

  async open(tx: Tx, request: NonNullable<(typeof allocationPaymentRequested)['payload']>): Promise<void> {
    const { description, lines, means, purchaseOrder } = request;
    const payment = {
      pledge: null,
      organisationId: asId<'org'>(request.organisationId),
      runId: asId<'alr'>(request.runId),
      description,
      amount: moneyOfPayload(request.amount),
    };
    if (means === 'invoice') await this.invoices.open(tx, { ...payment, purchaseOrder, lines });
    else await this.payments.open(tx, { ...payment, means });
  }

  /** Nobody shall pay any more. What was paid meanwhile is refused by Stripe, and arrives late. */
  async withdraw(tx: Tx, runId: Id<'alr'>): Promise<void> {
    const payment = await tx.manager.findOne(Payment, { where: { allocationRunId: runId } });
    if (!payment || !PAYMENT.transitions.cancel.from.includes(payment.status)) return;
    const invoice = await tx.manager.findOne(Invoice, { where: { paymentId: payment.id } });
    if (invoice) await this.invoices.voidUnpaid(tx, invoice.id);
    const { id, checkoutSessionId } = payment;
    if (checkoutSessionId !== null)
      await this.calls.request(tx, 'checkout.expire', { id, attempt: '1' }, { id: checkoutSessionId });
  }
}
