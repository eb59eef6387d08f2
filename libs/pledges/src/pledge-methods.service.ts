import { Injectable } from '@nestjs/common';
import { BillingDetailsService } from '#libs/identity';
import { SavedMethodsService } from '#libs/payments';
import { Config } from '#platform/config';
import type { Tx } from '#platform/database';
import { assertChargeable, type Id, type Money } from '#platform/kernel';
import { UNATTENDED_METHODS, type ChargeTime, type PledgeMethod } from './pledge.entity.js';
import { BankNotOfferedError, ChargeTimeNotOfferedError } from './pledge.errors.js';

export interface ChosenMethod {
  readonly method: PledgeMethod;
  readonly chargeTime: ChargeTime;
  readonly amount: Money;
  readonly organisationId: Id<'org'>;
}

/** Amounts of these have to be such as Stripe can charge. */
export const CHARGED_AT_STRIPE: readonly PledgeMethod[] = ['checkout', 'invoice', 'saved_method'];

/** Whether a pledge can be paid the way that was chosen. */
@Injectable()
export class PledgeMethods {
  constructor(
    private readonly billing: BillingDetailsService,
    private readonly savedMethods: SavedMethodsService,
    private readonly config: Config,
  ) {}

  /** Refuses what Stripe could not charge, and a way that is not open to the organisation. */
  async assertOffered(tx: Tx, { method, chargeTime, amount, organisationId }: ChosenMethod): Promise<void> {
    if (CHARGED_AT_STRIPE.includes(method)) assertChargeable(amount);
    if (chargeTime !== 'now' && !UNATTENDED_METHODS.includes(method)) throw new ChargeTimeNotOfferedError();
    if (method === 'bank' && this.config.get('BANK_DETAILS') === undefined) throw new BankNotOfferedError();
    if (method === 'invoice') await this.billing.assertKnown(tx, organisationId);
    if (method === 'saved_method') await this.savedMethods.assertActive(tx, organisationId);
  }
}
