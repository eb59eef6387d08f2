import { Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { actorOf, assertRole } from '#libs/identity';
import { Config } from '#platform/config';
import { chargeGivenUpDue, chargeRetryDue, moneyPayload, payerNoticeDue, type PayerNotice } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import {
  addMs,
  asId,
  belongsTo,
  formatId,
  present,
  stripeAmount,
  uuidv7,
  type Id,
  type Principal,
} from '#platform/kernel';
import type { Payment } from '../payment.entity.js';
import { PaymentNotFoundError } from '../payment.errors.js';
import { PAYMENT } from '../payment.states.js';
import { tellGivenUp } from '../payment-news.js';
import { PaymentsService, lockPayment, savePayment, type PaymentRequest } from '../payments.service.js';
import { StripeCallsService } from '../stripe-calls.service.js';
import { StripeCustomersService } from '../stripe-customers.service.js';
import type { StripeResult } from '../stripe-operations.js';
import { ACT_WITHIN_MS, needsPayer, retryAfter } from './charge.rules.js';
import { NothingToRetryError } from './saved-method.errors.js';
import { KEEPERS } from './saved-method.rules.js';
import { SavedMethodsRepository } from './saved-methods.repository.js';

const ONCE = '1';
/** Of Mainstay, for a charge that finds no card. */
const NO_CARD = 'saved_method_missing';

/**
 * Charges of saved cards, while nobody is there. One intent for each payment, so that it is paid once however often it is
 * tried: after a decline it is tried again twice; where a bank wants to hear from the payer, the payer gets a link and
 * seven days.
 */
@Injectable()
export class ChargesService implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly calls: StripeCallsService,
    private readonly customers: StripeCustomersService,
    private readonly payments: PaymentsService,
    private readonly methods: SavedMethodsRepository,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { calls } = this;
    calls.onOutcome('payment_intent.create', {
      done: (tx, id, result) => this.created(tx, asId(id), result),
      refused: (tx, id, code) => this.notCreated(tx, asId(id), code),
    });
    calls.onOutcome('payment_intent.confirm', {
      done: (tx, id, result) => this.confirmed(tx, asId(id), result),
      refused: (tx, id, code) => this.refused(tx, asId(id), code),
    });
    calls.onOutcome('payment_intent.cancel', {
      done: (tx, id, { object }) => this.canceled(tx, asId(id), object as Stripe.PaymentIntent),
      // It was paid meanwhile, which its events tell.
      refused: (tx, id, code) => Promise.resolve(tx.audit('payment', id, 'cancelRefused', { code })),
    });
  }

  /** Opens the payment, and the intent that is tried as soon as Stripe has it. */
  async open(tx: Tx, request: Omit<PaymentRequest, 'means' | 'partOf'>): Promise<void> {
    const id = await this.payments.open(tx, { ...request, means: 'saved_method' });
    const payment = present(await lockPayment(tx, id));
    const customer = await this.customers.ensure(tx, request.organisationId);
    const method = await this.methods.active(tx, request.organisationId);
    // A card was there when this was promised, so the customer is. It may have been taken away since.
    await this.calls.request(
      tx,
      'payment_intent.create',
      { id, attempt: ONCE },
      intentParameters(payment, {
        customer: present(customer),
        card: method?.stripeMethodId ?? null,
        description: request.description,
      }),
    );
  }

  /** The payer has done something about it: tries the card again, with the payer there when the bank asked for that. */
  async retry(principal: Principal, paymentId: Id<'pay'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const payment = await lockPayment(tx, paymentId);
      if (!payment || !belongsTo(principal, payment.organisationId)) throw new PaymentNotFoundError();
      assertRole(principal, payment.organisationId, KEEPERS);
      if (!isDeclined(payment)) throw new NothingToRetryError();
      if (await isTrying(tx, payment.id)) return;
      tx.audit('payment', paymentId, 'retry', { attempts: payment.attempts });
      if (needsPayer(payment.failureCode)) await this.askPayer(tx, payment);
      else await this.attempt(tx, payment);
    });
  }

  /** The timer after a decline. Whoever tried it meanwhile has made it pointless. */
  async retryDue(tx: Tx, paymentId: Id<'pay'>, attempts: number): Promise<void> {
    const payment = await lockPayment(tx, paymentId);
    if (payment?.attempts === attempts && isDeclined(payment)) await this.attempt(tx, payment);
  }

  /** Another card is there: what waits for one is tried with it. */
  async retryAll(tx: Tx, organisationId: Id<'org'>): Promise<void> {
    for (const id of await waitingFor(tx, organisationId)) {
      const payment = present(await lockPayment(tx, id));
      if (isDeclined(payment) && !(await isTrying(tx, id))) await this.attempt(tx, payment);
    }
  }

  /** The time of the payer has run out. */
  async giveUpDue(tx: Tx, paymentId: Id<'pay'>): Promise<void> {
    const payment = await lockPayment(tx, paymentId);
    if (payment && isUnpaid(payment)) await this.giveUp(tx, payment);
  }

  private async created(tx: Tx, id: Id<'pay'>, { object }: StripeResult): Promise<void> {
    const payment = present(await lockPayment(tx, id));
    payment.paymentIntentId = (object as Stripe.PaymentIntent).id;
    await this.attempt(tx, payment);
  }

  private async notCreated(tx: Tx, id: Id<'pay'>, code: string): Promise<void> {
    const payment = present(await lockPayment(tx, id));
    payment.failureCode = code;
    tx.audit('payment', id, 'cancel', { ...payment.apply('cancel'), code });
    await savePayment(tx, payment);
    tellGivenUp(tx, payment);
    tell(tx, payment, 'charge_given_up');
  }

  /** Charges the card that the organisation has now; the payer is away. */
  private async attempt(tx: Tx, payment: Payment): Promise<void> {
    const method = await this.methods.active(tx, payment.organisationId);
    if (method) await this.confirm(tx, payment, { payment_method: present(method.stripeMethodId), off_session: true });
    else await this.lackCard(tx, payment);
  }

  /** Confirms with the payer there, who is led to the bank and back. */
  private async askPayer(tx: Tx, payment: Payment): Promise<void> {
    const method = await this.methods.active(tx, payment.organisationId);
    if (!method) return this.lackCard(tx, payment);
    this.startClock(tx, payment);
    const returnTo = new URL(`/payments/done?of=${referenceOf(payment)}`, this.config.get('PUBLIC_URL')).href;
    await this.confirm(tx, payment, { payment_method: present(method.stripeMethodId), return_url: returnTo });
  }

  private async confirm(tx: Tx, payment: Payment, parameters: Stripe.PaymentIntentConfirmParams): Promise<void> {
    payment.attempts += 1;
    await savePayment(tx, payment);
    await this.calls.request(
      tx,
      'payment_intent.confirm',
      { id: payment.id, attempt: String(payment.attempts) },
      { id: present(payment.paymentIntentId), ...parameters },
    );
  }

  private async confirmed(tx: Tx, id: Id<'pay'>, { object }: StripeResult): Promise<void> {
    const intent = object as Stripe.PaymentIntent;
    const payment = present(await lockPayment(tx, id));
    const link = intent.next_action?.redirect_to_url?.url ?? null;
    payment.checkoutUrl = link;
    await this.payments.takeOver(tx, payment, intent);
    if (link !== null) tell(tx, payment, 'charge_needs_payer', link);
  }

  private async refused(tx: Tx, id: Id<'pay'>, code: string): Promise<void> {
    const payment = present(await lockPayment(tx, id));
    if (!isUnpaid(payment)) return;
    payment.failureCode = code;
    if (PAYMENT.transitions.decline.from.includes(payment.status))
      tx.audit('payment', id, 'decline', { ...payment.apply('decline'), code });
    // Asked once without an answer that helps, the payer takes the next step.
    if (needsPayer(code) && payment.actionBy === null) await this.askPayer(tx, payment);
    else await this.declined(tx, payment);
  }

  private async declined(tx: Tx, payment: Payment): Promise<void> {
    payment.declines += 1;
    const wait = retryAfter(payment.declines);
    if (wait === null) return this.giveUp(tx, payment);
    await savePayment(tx, payment);
    tx.emit(chargeRetryDue, { paymentId: payment.id, attempts: payment.attempts }, addMs(tx.now, wait));
    tell(tx, payment, 'charge_declined');
  }

  private async lackCard(tx: Tx, payment: Payment): Promise<void> {
    payment.failureCode = NO_CARD;
    if (PAYMENT.transitions.decline.from.includes(payment.status))
      tx.audit('payment', payment.id, 'decline', { ...payment.apply('decline'), code: NO_CARD });
    this.startClock(tx, payment);
    await savePayment(tx, payment);
    tell(tx, payment, 'charge_lacks_card');
  }

  /** From the first time on that only the payer can go on, and never anew. */
  private startClock(tx: Tx, payment: Payment): void {
    if (payment.actionBy !== null) return;
    payment.actionBy = addMs(tx.now, ACT_WITHIN_MS);
    tx.emit(chargeGivenUpDue, { paymentId: payment.id }, payment.actionBy);
  }

  private async giveUp(tx: Tx, payment: Payment): Promise<void> {
    await savePayment(tx, payment);
    const parameters = { id: present(payment.paymentIntentId), cancellation_reason: 'abandoned' } as const;
    const subject = { id: payment.id, attempt: uuidv7(tx.now.getTime()) };
    await this.calls.request(tx, 'payment_intent.cancel', subject, parameters);
  }

  private async canceled(tx: Tx, id: Id<'pay'>, intent: Stripe.PaymentIntent): Promise<void> {
    const payment = present(await lockPayment(tx, id));
    payment.checkoutUrl = null;
    await this.payments.takeOver(tx, payment, intent);
    tell(tx, payment, 'charge_given_up');
  }
}

function intentParameters(
  payment: Payment,
  facts: { readonly customer: string; readonly card: string | null; readonly description: string },
): Stripe.PaymentIntentCreateParams {
  const { id, pledgeId, needId } = payment;
  return {
    amount: stripeAmount(payment.amount),
    currency: payment.currency.toLowerCase(),
    customer: facts.customer,
    ...(facts.card === null ? {} : { payment_method: facts.card }),
    allowed_payment_method_types: ['card'],
    description: facts.description.slice(0, 500),
    metadata: { payment_id: id, ...(pledgeId === null ? {} : { pledge_id: formatId('plg', pledgeId) }) },
    ...(needId === null ? {} : { transfer_group: formatId('need', needId) }),
  };
}

/** Neither paid nor ended. */
function isUnpaid({ status }: Payment): boolean {
  return PAYMENT.transitions.cancel.from.includes(status);
}

/** Charged to a saved card in vain, and not ended. */
function isDeclined({ means, status }: Payment): boolean {
  return means === 'saved_method' && (status === 'requires_payment_method' || status === 'requires_action');
}

/** What the payer finds the payment by. */
function referenceOf({ id, pledgeId }: Payment): string {
  return pledgeId === null ? formatId('pay', id) : formatId('plg', pledgeId);
}

function tell(tx: Tx, payment: Payment, notice: PayerNotice, reference = referenceOf(payment)): void {
  const { organisationId } = payment;
  tx.emit(payerNoticeDue, { organisationId, notice, amount: moneyPayload(payment.amount), reference });
}

/** Whether a try is on its way. */
async function isTrying(tx: Tx, paymentId: Id<'pay'>): Promise<boolean> {
  const rows = await tx.manager.query<unknown[]>(
    `SELECT 1 FROM stripe_call WHERE operation = 'payment_intent.confirm' AND subject_id = $1 AND status IN ('ready', 'sending')`,
    [paymentId],
  );
  return rows.length > 0;
}

async function waitingFor(tx: Tx, organisationId: Id<'org'>): Promise<Id<'pay'>[]> {
  const rows = await tx.manager.query<{ readonly id: Id<'pay'> }[]>(
    `SELECT id FROM payment WHERE organisation_id = $1 AND means = 'saved_method' AND status = 'requires_payment_method' ORDER BY id`,
    [organisationId],
  );
  return rows.map(({ id }) => id);
}
