import { Injectable } from '@nestjs/common';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { Config } from '#platform/config';
import { UnitOfWork, runOnce, type IdempotentResult } from '#platform/database';
import { Messages, assertChargeable, assertHeldCurrency, type Id, type Money, type Principal } from '#platform/kernel';
import { InvoicesService } from './invoices.service.js';
import { PaymentsService } from './payments.service.js';

export interface TopUp {
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  readonly means: 'checkout' | 'invoice';
  /** The payer's own reference, printed on an invoice. */
  readonly purchaseOrder: string | null;
  readonly idempotencyKey: string;
}

/** What an organisation pays in advance: held for it, and spent by pledges that somebody approves. */
@Injectable()
export class BalancesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly payments: PaymentsService,
    private readonly invoices: InvoicesService,
    private readonly terms: TermsService,
    private readonly config: Config,
    private readonly messages: Messages,
  ) {}

  /** Opens a payment into the balance; the Checkout or the invoice appears within seconds. */
  async topUp(principal: Principal, { idempotencyKey: key, ...wanted }: TopUp): Promise<IdempotentResult> {
    const { organisationId, amount, means, purchaseOrder } = wanted;
    assertRole(principal, organisationId, ['finance', 'admin']);
    assertHeldCurrency(amount, this.config.get('HELD_CURRENCIES'));
    assertChargeable(amount);
    const body = { organisationId, minor: amount.minor.toString(), currency: amount.currency, means, purchaseOrder };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: personOf(principal), operation: 'topUpBalance', key, body }, async () => {
        await this.terms.assertOrganisationAccepted(tx, 'giver', organisationId);
        const description = this.messages.text('payments.balanceDescription');
        const payment = { pledge: null, organisationId, description, amount };
        if (means === 'checkout') return this.payments.open(tx, { ...payment, means });
        return this.invoices.open(tx, { ...payment, purchaseOrder });
      }),
    );
  }
}
