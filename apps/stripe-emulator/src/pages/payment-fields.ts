import type { DecodedObject } from '../http/form.js';
import { PAYING_IBAN, PAYING_US_ACCOUNT, testBankAccount, type TestBankAccount } from '../money/test-bank-accounts.js';
import { DECLINING_CARD, PAYING_CARD, testCard, type TestCard } from '../money/test-cards.js';
import { field } from './fields.js';
import { Html, html, message } from './html.js';

/** What the buttons of a form that takes a payment method say. */
interface Labels {
  readonly card: string;
  readonly decline: string;
  readonly bank: string;
}

/** The fields and buttons for the kinds of payment methods that can be used. */
export function paymentFields(types: readonly string[], labels: Labels): Html {
  return html`${cardFields(types, labels)} ${bankFields(types, labels)}`;
}

function cardFields(types: readonly string[], labels: Labels): Html {
  if (!types.includes('card')) return new Html('');
  return html`<label for="card_number">${message('checkout.card')}</label>
    <input
      id="card_number"
      name="card_number"
      inputmode="numeric"
      autocomplete="off"
      value="${PAYING_CARD}"
      aria-describedby="card_hint"
    />
    <p id="card_hint">${message('checkout.card.hint')}</p>
    <button name="action" value="pay">${labels.card}</button>
    <button name="action" value="decline">${labels.decline}</button>`;
}

function bankFields(types: readonly string[], labels: Labels): Html {
  const type = DEBITS.find((one) => types.includes(one));
  if (type === undefined) return new Html('');
  const account = payingAccount(type);
  return html`<label for="account">${message('checkout.account')}</label>
    <input id="account" name="account" autocomplete="off" value="${account}" aria-describedby="account_hint" />
    <p id="account_hint">${message('checkout.account.hint', { account })}</p>
    <button name="action" value="pay_by_bank">${labels.bank}</button>`;
}

/** What was entered, why it cannot be taken, or null when the form asks for something else. */
export function enteredInstrument(
  fields: DecodedObject,
  types: readonly string[],
): { instrument: TestBankAccount | TestCard } | { error: string } | null {
  const action = field(fields, 'action');
  if (action === 'decline') return { instrument: testCard(DECLINING_CARD)! };
  if (action === 'pay') {
    const card = testCard((field(fields, 'card_number') ?? PAYING_CARD).replace(/\D/g, ''));
    return card === null ? { error: message('checkout.error.unknownCard') } : { instrument: card };
  }
  if (action !== 'pay_by_bank') return null;
  const account = enteredAccount(field(fields, 'account'), types);
  return account === null ? { error: message('checkout.error.unknownAccount') } : { instrument: account };
}

function enteredAccount(typed: string | null, types: readonly string[]): TestBankAccount | null {
  for (const type of DEBITS.filter((one) => types.includes(one))) {
    const account = testBankAccount(type, typed ?? payingAccount(type));
    if (account !== null) return account;
  }
  return null;
}

const DEBITS = ['us_bank_account', 'sepa_debit'] as const;

function payingAccount(type: (typeof DEBITS)[number]): string {
  return type === 'sepa_debit' ? PAYING_IBAN : PAYING_US_ACCOUNT;
}
