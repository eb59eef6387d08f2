import { Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { Config } from '#platform/config';
import { transfersDue } from '#platform/contracts';
import { UnitOfWork, commit, isDatabaseError, type Tx } from '#platform/database';
import {
  asId,
  formatPayee,
  newId,
  payeeColumns,
  systemActor,
  uuidv7,
  type Id,
  type Payee,
  type Principal,
} from '#platform/kernel';
import { payoutRail } from './payout-rail.rules.js';
import { NoOnboardingByBankError, RecipientExistsError, RecipientNotFoundError } from './payment.errors.js';
import {
  RecipientAccount,
  REQUIREMENTS_STATUSES,
  TRANSFERS_STATUSES,
  type RequirementsStatus,
  type TransfersStatus,
} from './recipient-account.entity.js';
import { StripeCallsService } from './stripe-calls.service.js';
import type { StripeResult } from './stripe-operations.js';

const ACTOR = systemActor('payments.follow-accounts');
const UNIQUE_VIOLATION = '23505';

/** Connected accounts of those who are paid. What an account may do is read from Stripe, never assumed. */
@Injectable()
export class RecipientsService implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calls: StripeCallsService,
    private readonly config: Config,
    private readonly terms: TermsService,
  ) {}

  onModuleInit(): void {
    this.calls.onOutcome('account.create', {
      done: (tx, id, result) => this.accountCreated(tx, asId(id), result),
      refused: (tx, id, code) => this.callRefused(tx, asId(id), 'account.create', code),
    });
    this.calls.onOutcome('account_link.create', {
      done: (tx, id, result) => this.linkCreated(tx, asId(id), result),
      refused: (tx, id, code) => this.callRefused(tx, asId(id), 'account_link.create', code),
    });
  }

  /** Asks Stripe for an account; the onboarding link follows by itself. Where Stripe does not pay, the account is ours alone. */
  async start(principal: Principal, payee: Payee, country: string): Promise<void> {
    assertKeepsMoneyOf(principal, payee);
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        await this.assertTerms(tx, payee);
        const id = newId<'rcp'>();
        const rail = payoutRail(country);
        await tx.manager.insert(RecipientAccount, {
          id,
          ...payeeColumns(payee),
          country,
          rail,
          stripeAccountId: null,
          transfersStatus: 'unrequested',
          payoutsStatus: 'unrequested',
          requirementsStatus: null,
          requirementsDueAt: null,
          failedPayoutId: null,
          disconnectedAt: null,
          onboardingUrl: null,
          createdAt: tx.now,
          syncedAt: null,
          version: 1,
        });
        const subject = { type: 'person', id: personOf(principal) };
        tx.audit('recipient', id, 'start', {
          payee: formatPayee(payee),
          rail,
          country: await commit(tx, subject, 'country', country),
        });
        if (rail === 'connect')
          await this.calls.request(tx, 'account.create', { id, attempt: '1' }, accountParameters(id, payee, country));
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new RecipientExistsError();
      throw error;
    }
  }

  /** A new link: each works once and for a short time. */
  async renewLink(principal: Principal, payee: Payee): Promise<void> {
    assertKeepsMoneyOf(principal, payee);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const account = await tx.manager.findOne(RecipientAccount, {
        where: payee.kind === 'person' ? { personId: payee.id } : { organisationId: payee.id },
        lock: { mode: 'pessimistic_write' },
      });
      if (account?.rail === 'manual') throw new NoOnboardingByBankError();
      if (account?.disconnectedAt) return this.openAnother(tx, payee, account);
      if (!account?.stripeAccountId) throw new RecipientNotFoundError();
      account.onboardingUrl = null;
      await save(tx, account);
      await this.requestLink(tx, account.id, account.stripeAccountId);
      tx.audit('recipient', account.id, 'renewLink', {});
    });
  }

  /** Takes over what an account shows. */
  async follow(remote: Stripe.V2.Core.Account): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const account = await tx.manager.findOne(RecipientAccount, {
        where: { stripeAccountId: remote.id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!account) return;
      const before = account.transfersStatus;
      // What the recipient took away from us stays closed, whatever a late answer says.
      if (account.disconnectedAt !== null) return;
      account.transfersStatus = capabilityOf(remote, 'stripe_transfers');
      account.payoutsStatus = capabilityOf(remote, 'payouts');
      Object.assign(account, requirementsOf(remote));
      account.syncedAt = tx.now;
      await save(tx, account);
      if (before === account.transfersStatus) return;
      tx.audit('recipient', account.id, 'sync', { from: before, to: account.transfersStatus });
      if (account.transfersStatus === 'active') tx.emit(transfersDue, { reason: 'account active' });
    });
  }

  /** In place of an account that was taken away from the platform: a new one, with a link of its own. */
  private async openAnother(tx: Tx, payee: Payee, account: RecipientAccount): Promise<void> {
    tx.audit('recipient', account.id, 'openAnother', { instead: account.stripeAccountId });
    Object.assign(account, {
      stripeAccountId: null,
      transfersStatus: 'unrequested',
      payoutsStatus: 'unrequested',
      requirementsStatus: null,
      requirementsDueAt: null,
      failedPayoutId: null,
      disconnectedAt: null,
      onboardingUrl: null,
    });
    await save(tx, account);
    const attempt = uuidv7(tx.now.getTime());
    const parameters = accountParameters(account.id, payee, account.country);
    await this.calls.request(tx, 'account.create', { id: account.id, attempt }, parameters);
  }

  private assertTerms(tx: Tx, payee: Payee): Promise<void> {
    return payee.kind === 'person'
      ? this.terms.assertReceiverAccepted(tx, payee.id)
      : this.terms.assertOrganisationAccepted(tx, 'receiver', payee.id);
  }

  private async accountCreated(tx: Tx, id: Id<'rcp'>, { object }: StripeResult): Promise<void> {
    const remote = object as Stripe.V2.Core.Account;
    const account = await lock(tx, id);
    if (!account) return;
    account.stripeAccountId = remote.id;
    account.transfersStatus = 'pending';
    await save(tx, account);
    tx.audit('recipient', id, 'openAccount', { stripeAccountId: remote.id });
    await this.requestLink(tx, id, remote.id);
  }

  private async linkCreated(tx: Tx, id: Id<'rcp'>, { object }: StripeResult): Promise<void> {
    const account = await lock(tx, id);
    if (!account) return;
    account.onboardingUrl = (object as Stripe.V2.Core.AccountLink).url;
    await save(tx, account);
  }

  private callRefused(tx: Tx, id: Id<'rcp'>, operation: string, code: string): Promise<void> {
    tx.audit('recipient', id, 'refused', { operation, code });
    return Promise.resolve();
  }

  private requestLink(tx: Tx, id: Id<'rcp'>, stripeAccountId: string): Promise<void> {
    const address = (path: string): string => new URL(path, this.config.get('PUBLIC_URL')).href;
    return this.calls.request(
      tx,
      'account_link.create',
      { id, attempt: uuidv7(tx.now.getTime()) },
      {
        account: stripeAccountId,
        use_case: {
          type: 'account_onboarding',
          account_onboarding: {
            refresh_url: address('/onboarding/refresh'),
            return_url: address('/onboarding/done'),
            collection_options: { fields: 'eventually_due' },
          },
        },
      },
    );
  }
}

/** A person keeps the own money; that of an organisation is kept by its finance and its administrators. */
function assertKeepsMoneyOf(principal: Principal, payee: Payee): void {
  if (payee.kind === 'organisation') assertRole(principal, payee.id, ['finance', 'admin']);
  else if (payee.id !== personOf(principal)) throw new RecipientNotFoundError();
}

/** An account that only receives: no card payments, Stripe's Express dashboard, losses and fees with the platform. */
function accountParameters(id: Id<'rcp'>, payee: Payee, country: string): Stripe.V2.Core.AccountCreateParams {
  return {
    dashboard: 'express',
    identity: { country: country.toLowerCase(), entity_type: payee.kind === 'person' ? 'individual' : 'company' },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    metadata: { recipient_id: id },
    include: ['configuration.recipient'],
  };
}

/** An unknown status counts as restricted: nothing is sent on a word that this version does not know. */
function capabilityOf(remote: Stripe.V2.Core.Account, capability: 'stripe_transfers' | 'payouts'): TransfersStatus {
  if (remote.closed === true) return 'restricted';
  const status = remote.configuration?.recipient?.capabilities?.stripe_balance?.[capability]?.status;
  return TRANSFERS_STATUSES.find((known) => known === status) ?? 'restricted';
}

function requirementsOf(
  remote: Stripe.V2.Core.Account,
): Pick<RecipientAccount, 'requirementsStatus' | 'requirementsDueAt'> {
  const deadline = remote.requirements?.summary?.minimum_deadline;
  if (!deadline) return { requirementsStatus: null, requirementsDueAt: null };
  const status: RequirementsStatus = REQUIREMENTS_STATUSES.find((known) => known === deadline.status) ?? 'past_due';
  return {
    requirementsStatus: status,
    requirementsDueAt: deadline.time === undefined ? null : new Date(deadline.time),
  };
}

function lock(tx: Tx, id: Id<'rcp'>): Promise<RecipientAccount | null> {
  return tx.manager.findOne(RecipientAccount, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function save(tx: Tx, account: RecipientAccount): Promise<void> {
  const { id, version } = account;
  await tx.manager.update(
    RecipientAccount,
    { id, version },
    {
      stripeAccountId: account.stripeAccountId,
      transfersStatus: account.transfersStatus,
      payoutsStatus: account.payoutsStatus,
      requirementsStatus: account.requirementsStatus,
      requirementsDueAt: account.requirementsDueAt,
      failedPayoutId: account.failedPayoutId,
      disconnectedAt: account.disconnectedAt,
      onboardingUrl: account.onboardingUrl,
      syncedAt: account.syncedAt,
      version: version + 1,
    },
  );
}
