import type Stripe from 'stripe';
import { invalidParameter, noSuchParameter, refused } from '../../errors.js';
import { checkAmount } from '../../money/amounts.js';
import { availableMinor } from '../../money/balances.js';
import type { Operation } from '../../operation.js';
import { PLATFORM } from '../../store/tables.js';
import { bankFor, isUsable } from '../external-accounts/external-account-object.js';
import { canPayOut } from '../v2-account-object.js';
import { minimumBalance, payoutInterval } from './payout-schedule.js';
import { startPayout } from './payout-object.js';

interface PayoutCreation {
  readonly amount: number;
  readonly currency: string;
  readonly description?: string | undefined;
  readonly destination?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly statement_descriptor?: string | undefined;
}

/** A payout by hand, by the platform or by a connected account. */
export function createPayout(operation: Operation, creation: PayoutCreation): Stripe.Payout {
  const { amount, currency, statement_descriptor: statementDescriptor } = creation;
  checkAmount(amount, currency, 'amount');
  if (!mayPayOut(operation)) {
    throw refused(`Payouts of the account ${operation.account} are disabled: it has to finish onboarding.`, {
      code: 'payouts_not_allowed',
    });
  }
  const bank = destinationOf(operation, creation);
  const available = availableMinor(operation, currency);
  if (amount > available) {
    throw refused(
      `You have insufficient funds in your Stripe account for this payout: ${amount} ${currency} were asked for, ` +
        `${available} ${currency} are available.`,
      { code: 'balance_insufficient', param: 'amount' },
    );
  }
  return startPayout(operation, { ...creation, automatic: false, destination: bank.id, statementDescriptor });
}

/** Due task: an account that pays out by itself does so, in every currency that it has a working bank account for. */
export function runAutomaticPayouts(operation: Operation): void {
  // The schedule may have changed since this was planned.
  if (payoutInterval(operation) === 'manual' || !mayPayOut(operation)) return;
  for (const { value } of operation.tx.rows('balance', operation.account)) {
    const { currency } = value;
    const amount = availableMinor(operation, currency) - minimumBalance(operation, currency);
    const bank = bankFor(operation, currency);
    if (amount < 1 || bank === null || !isUsable(bank)) continue;
    startPayout(operation, { amount, automatic: true, currency, destination: bank.id });
  }
}

function mayPayOut(operation: Operation): boolean {
  if (operation.account === PLATFORM) return true;
  const account = operation.tx.get('account', operation.account);
  return account !== undefined && canPayOut(account);
}

function destinationOf(operation: Operation, { currency, destination }: PayoutCreation): Stripe.BankAccount {
  const bank = destination === undefined ? bankFor(operation, currency) : namedBank(operation, destination);
  if (bank?.currency !== currency) {
    throw invalidParameter('currency', `Sorry, you don't have any external accounts in that currency (${currency}).`);
  }
  if (isUsable(bank)) return bank;
  throw refused(`The bank account ${bank.id} cannot be used for payouts. Add a different bank account.`, {
    code: 'bank_account_unusable',
    param: 'destination',
  });
}

function namedBank(operation: Operation, id: string): Stripe.BankAccount {
  const row = operation.tx.row('external_account', id);
  if (row?.account !== operation.account) throw noSuchParameter('external account', id, 'destination');
  return row.value;
}
