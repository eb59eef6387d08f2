import { Injectable } from '@nestjs/common';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { Config } from '#platform/config';
import { UnitOfWork, runOnce, type IdempotentResult } from '#platform/database';
import { Messages, assertChargeable, assertHeldCurrency, type Id, type Money, type Principal } from '#platform/kernel';
import { PaymentsService } from './payments.service.js';

export interface TopUp {
  readonly organisationId: Id<'org'>;
  readonly amount: Money;
  readonly idempotencyKey: string;
}

/** What an organisation pays in advance: held for it, and spent by pledges that somebody approves. */
@Injectable()
export class BalancesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly payments: PaymentsService,
    private readonly terms: TermsService,
    private readonly config: Config,
    private readonly messages: Messages,
  ) {}

  /** Opens a payment into the balance; the Checkout appears within seconds. */
  async topUp(principal: Principal, { organisationId, amount, idempotencyKey: key }: TopUp): Promise<IdempotentResult> {
    assertRole(principal, organisationId, ['finance', 'admin']);
    assertHeldCurrency(amount, this.config.get('HELD_CURRENCIES'));
    assertChargeable(amount);
    const body = { organisationId, minor: amount.minor.toString(), currency: amount.currency };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: personOf(principal), operation: 'topUpBalance', key, body }, async () => {
        await this.terms.assertOrganisationAccepted(tx, 'giver', organisationId);
        return this.payments.open(tx, {
          pledge: null,
          organisationId,
          description: this.messages.text('payments.balanceDescription'),
          amount,
          means: 'checkout',
        });
      }),
    );
  }
}
