import { Injectable } from '@nestjs/common';
import { BillingDetailsService } from '#libs/identity';
import { Config } from '#platform/config';
import type { Tx } from '#platform/database';
import { assertChargeable, type Id, type Money } from '#platform/kernel';
import type { PledgeMethod } from './pledge.entity.js';
import { BankNotOfferedError } from './pledge.errors.js';

export interface ChosenMethod {
  readonly method: PledgeMethod;
  readonly amount: Money;
  readonly organisationId: Id<'org'>;
}

/** Whether a pledge can be paid the way that was chosen. */
@Injectable()
export class PledgeMethods {
  constructor(
    private readonly billing: BillingDetailsService,
    private readonly config: Config,
  ) {}

  /** Refuses what Stripe could not charge, and a way that is not open to the organisation. */
  async assertOffered(tx: Tx, { method, amount, organisationId }: ChosenMethod): Promise<void> {
    if (method === 'checkout' || method === 'invoice') assertChargeable(amount);
    if (method === 'bank' && this.config.get('BANK_DETAILS') === undefined) throw new BankNotOfferedError();
    if (method === 'invoice') await this.billing.assertKnown(tx, organisationId);
  }
}
