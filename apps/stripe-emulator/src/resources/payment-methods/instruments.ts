import type Stripe from 'stripe';
import { testBankAccount, type TestBankAccount } from '../../money/test-bank-accounts.js';
import { testCard, type TestCard } from '../../money/test-cards.js';
import type { Operation } from '../../operation.js';
import type { InstrumentRow } from '../../store/records/instrument.js';

/** The test card a payment method was made from. */
export function cardOf(operation: Operation, method: Stripe.PaymentMethod): TestCard {
  return testCard(instrumentOf(operation, method.id).number)!;
}

/** The test bank account a payment method was made from. */
export function bankAccountOf(operation: Operation, method: Stripe.PaymentMethod): TestBankAccount {
  const type = method.type === 'sepa_debit' ? 'sepa_debit' : 'us_bank_account';
  return testBankAccount(type, instrumentOf(operation, method.id).number)!;
}

export function instrumentOf(operation: Operation, methodId: string): InstrumentRow {
  return operation.tx.get('instrument', methodId)!;
}

/** Remembers something about a payment method that its object does not show. */
export function markInstrument(
  operation: Operation,
  methodId: string,
  change: Partial<Pick<InstrumentRow, 'isSetUp' | 'isSpent'>>,
): void {
  operation.tx.put('instrument', methodId, { ...instrumentOf(operation, methodId), ...change });
}
