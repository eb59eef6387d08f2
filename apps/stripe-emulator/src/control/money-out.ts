import type Stripe from 'stripe';
import { z } from 'zod';
import { noSuchObject } from '../errors.js';
import { book } from '../money/balances.js';
import { operate, type Operation } from '../operation.js';
import { changeAccount, withCapability } from '../resources/accounts/capability-change.js';
import { decideDispute } from '../resources/disputes/dispute-closing.js';
import { escalateInquiry, openDispute } from '../resources/disputes/dispute-opening.js';
import { failPayout } from '../resources/payouts/payout-progress.js';
import { warnOfFraud } from '../resources/radar/early-fraud-warnings.js';
import { createRefund } from '../resources/refunds/refund-creation.js';
import { answerRefund, failRefund } from '../resources/refunds/refund-progress.js';
import type { Services } from '../services.js';
import { PLATFORM, type TableName, type Tables } from '../store/tables.js';

type Handler = (input: unknown) => object;

/** What happens to money on its way out without anybody asking the API for it. */
export function moneyOutHandlers(services: Services): Readonly<Record<string, Handler>> {
  return {
    ...accountHandlers(services),
    ...balanceHandlers(services),
    ...disputeHandlers(services),
    ...payoutHandlers(services),
    ...refundHandlers(services),
  };
}

const capability = z.strictObject({
  account: z.string(),
  capability: z.enum(['payouts', 'stripe_transfers']).default('stripe_transfers'),
  code: z
    .enum(['determining_status', 'requirements_past_due', 'restricted_other', 'unsupported_country'])
    .default('restricted_other'),
  status: z.enum(['active', 'pending', 'restricted', 'unsupported']),
});

function accountHandlers(services: Services): Readonly<Record<string, Handler>> {
  return {
    'POST /_sim/accounts/{account}/capability': (input) => {
      const { account: id, capability: name, code, status } = capability.parse(input);
      return actOn(services, 'account', id, (operation, account) => {
        const changed = withCapability(account, name, status, code);
        changeAccount(operation, account, changed);
        return changed;
      });
    },
  };
}

const adjustment = z.strictObject({
  account: z.string().default(PLATFORM),
  amount: z.number().int(),
  currency: z.string().length(3),
  description: z.string().default('Adjustment'),
});

function balanceHandlers(services: Services): Readonly<Record<string, Handler>> {
  return {
    'POST /_sim/balance/adjust': (input) => {
      const { account, ...booking } = adjustment.parse(input);
      if (account !== PLATFORM && services.store.get('account', account) === undefined)
        throw noSuchObject('account', account);
      return operate(services, (operation) => adjustBalance(operation, booking), { account });
    },
  };
}

/** A correction by Stripe, or what was spent in a way that this server does not know. */
function adjustBalance(
  operation: Operation,
  booking: { amount: number; currency: string; description: string },
): Stripe.BalanceTransaction {
  return book(operation, {
    ...booking,
    type: 'adjustment',
    reportingCategory: 'other_adjustment',
    source: null,
    availableOn: operation.nowSeconds,
  });
}

const outsideRefund = z.strictObject({
  amount: z.number().int().positive().optional(),
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
});
const failure = z.strictObject({ refund: z.string(), reason: z.string().default('unknown') });

function refundHandlers(services: Services): Readonly<Record<string, Handler>> {
  return {
    'POST /_sim/refunds/create': (input) =>
      operate(services, (operation) => createRefund(operation, outsideRefund.parse(input))),
    'POST /_sim/refunds/fail': (input) => {
      const { refund: id, reason } = failure.parse(input);
      return actOn(services, 'refund', id, (operation, refund) => failRefund(operation, refund, reason));
    },
    'POST /_sim/refunds/answer': (input) =>
      actOn(services, 'refund', z.strictObject({ refund: z.string() }).parse(input).refund, answerRefund),
  };
}

const opening = z.strictObject({
  amount: z.number().int().positive().optional(),
  charge: z.string(),
  inquiry: z.boolean().default(false),
  reason: z.string().default('fraudulent'),
});
const decision = z.strictObject({ dispute: z.string(), outcome: z.enum(['won', 'lost', 'escalate']) });

function disputeHandlers(services: Services): Readonly<Record<string, Handler>> {
  return {
    'POST /_sim/disputes/open': (input) => {
      const { charge: id, inquiry: isInquiry, ...request } = opening.parse(input);
      return actOn(services, 'charge', id, (operation, charge) =>
        openDispute(operation, charge, { ...request, isInquiry }),
      );
    },
    'POST /_sim/disputes/decide': (input) => {
      const { dispute: id, outcome } = decision.parse(input);
      return actOn(services, 'dispute', id, (operation, dispute) =>
        outcome === 'escalate' ? escalateInquiry(operation, dispute) : decideDispute(operation, dispute, outcome),
      );
    },
    'POST /_sim/radar/warn': (input) =>
      actOn(services, 'charge', z.strictObject({ charge: z.string() }).parse(input).charge, warnOfFraud),
  };
}

const payoutFailure = z.strictObject({
  failure_code: z.string().default('could_not_process'),
  message: z.string().default('The bank could not process this payout.'),
  payout: z.string(),
});

function payoutHandlers(services: Services): Readonly<Record<string, Handler>> {
  return {
    'POST /_sim/payouts/fail': (input) => {
      const { failure_code: code, message, payout: id } = payoutFailure.parse(input);
      return actOn(services, 'payout', id, (operation, payout) => failPayout(operation, payout, { code, message }));
    },
  };
}

/** Does something to an object, in the account that it belongs to. */
function actOn<T extends TableName, R>(
  services: Services,
  table: T,
  id: string,
  work: (operation: Operation, value: Tables[T]) => R,
): R {
  const row = services.store.row(table, id);
  if (row === undefined) throw noSuchObject(table, id);
  return operate(services, (operation) => work(operation, row.value), { account: row.account });
}
