import type Stripe from 'stripe';
import { checkTransferType } from '../cash/bank-accounts.js';
import { methodTypes } from '../payment-intents/method-types.js';
import type { PaymentSettings } from './invoice-parameters.js';

/** What an invoice shows of how it may be paid; refuses kinds that cannot pay it. */
export function settingsObject(
  currency: string,
  settings: PaymentSettings | undefined,
): Stripe.Invoice.PaymentSettings {
  const types = settings?.payment_method_types ?? null;
  if (types !== null) methodTypes(currency, { allowed: types });
  const balance = settings?.payment_method_options?.customer_balance;
  const transfer = balance?.bank_transfer?.type;
  if (transfer !== undefined) checkTransferType(transfer, currency, TRANSFER_TYPE);
  return {
    default_mandate: null,
    payment_method_options: balance === undefined ? null : { ...NO_OPTIONS, customer_balance: balanceOptions(balance) },
    payment_method_types: types,
  };
}

const TRANSFER_TYPE = 'payment_settings[payment_method_options][customer_balance][bank_transfer][type]';

type BalanceOptions = NonNullable<PaymentSettings['payment_method_options']>['customer_balance'];

function balanceOptions(
  options: NonNullable<BalanceOptions>,
): Stripe.Invoice.PaymentSettings.PaymentMethodOptions.CustomerBalance {
  const { bank_transfer: transfer, funding_type } = options;
  return {
    ...(transfer === undefined ? {} : { bank_transfer: { type: transfer.type ?? null, ...countryOf(transfer) } }),
    funding_type: funding_type ?? 'bank_transfer',
  };
}

type Transfer = NonNullable<NonNullable<BalanceOptions>['bank_transfer']>;
type EuCountry =
  Stripe.Invoice.PaymentSettings.PaymentMethodOptions.CustomerBalance.BankTransfer.EuBankTransfer.Country;

function countryOf({ eu_bank_transfer: eu }: Transfer): { eu_bank_transfer?: { country: EuCountry } } {
  return eu === undefined ? {} : { eu_bank_transfer: { country: eu.country } };
}

const NO_OPTIONS: Stripe.Invoice.PaymentSettings.PaymentMethodOptions = {
  acss_debit: null,
  bancontact: null,
  card: null,
  customer_balance: null,
  konbini: null,
  payto: null,
  pix: null,
  sepa_debit: null,
  upi: null,
  us_bank_account: null,
};
