import type Stripe from 'stripe';
import { formatId, money, stripeAmount } from '#platform/kernel';
import type { Invoice } from './invoice.entity.js';

/** Countries in which Stripe gives out accounts for transfers in euros; the payer sees one of them. */
const EURO_ACCOUNTS = ['BE', 'DE', 'ES', 'FR', 'IE', 'NL'] as const;
type EuroCountry = (typeof EURO_ACCOUNTS)[number];

const TRANSFERS: Readonly<Record<string, (payerCountry: string) => Transfer>> = {
  USD: () => ({ type: 'us_bank_transfer' }),
  EUR: (country) => ({ type: 'eu_bank_transfer', eu_bank_transfer: { country: euroCountry(country) } }),
  GBP: () => ({ type: 'gb_bank_transfer' }),
  JPY: () => ({ type: 'jp_bank_transfer' }),
};
const DEBITS: Readonly<Record<string, MethodType>> = { USD: 'us_bank_account', EUR: 'sepa_debit' };

/** Characters. */
const MOST_OF_A_LINE = 500;

type Settings = Stripe.InvoiceCreateParams.PaymentSettings;
type MethodType = Stripe.InvoiceCreateParams.PaymentSettings.PaymentMethodType;
type Transfer = Stripe.InvoiceCreateParams.PaymentSettings.PaymentMethodOptions.CustomerBalance.BankTransfer;

/** A draft at Stripe; it is made final by a call of its own, once it has its lines. */
export function invoiceParameters(
  invoice: Invoice,
  { customer, country, daysUntilDue }: { customer: string; country: string; daysUntilDue: number },
): Stripe.InvoiceCreateParams {
  const { purchaseOrder, currency } = invoice;
  return {
    customer,
    collection_method: 'send_invoice',
    days_until_due: daysUntilDue,
    currency: currency.toLowerCase(),
    auto_advance: false,
    metadata: { invoice_id: invoice.id, payment_id: formatId('pay', invoice.paymentId) },
    payment_settings: paymentSettings(currency, country),
    ...(purchaseOrder === null ? {} : { custom_fields: [purchaseOrderField(purchaseOrder)] }),
  };
}

export function purchaseOrderField(purchaseOrder: string): { name: string; value: string } {
  return { name: 'PO number', value: purchaseOrder };
}

/** Ways to pay that the currency has: cards everywhere, transfers and debits where Stripe offers them. */
export function paymentSettings(currency: string, country: string): Settings {
  const transfer = TRANSFERS[currency]?.(country);
  const debit = DEBITS[currency];
  const balance: readonly MethodType[] = transfer ? ['customer_balance'] : [];
  return {
    payment_method_types: ['card', ...balance, ...(debit === undefined ? [] : [debit])],
    ...(transfer
      ? { payment_method_options: { customer_balance: { funding_type: 'bank_transfer', bank_transfer: transfer } } }
      : {}),
  };
}

/** They add up to the amount, or the invoice would not be what the payment asks for. */
export function linesOf({ lines, description, amount }: Invoice): Stripe.InvoiceAddLinesParams.Line[] {
  const shown = lines ?? [{ description, minor: amount.minor.toString() }];
  if (shown.reduce((sum, { minor }) => sum + BigInt(minor), 0n) !== amount.minor)
    throw new Error('the lines of an invoice do not add up to its amount');
  return shown.map((line) => ({
    amount: stripeAmount(money(BigInt(line.minor), amount.currency)),
    description: line.description.slice(0, MOST_OF_A_LINE),
  }));
}

function euroCountry(country: string): EuroCountry {
  return EURO_ACCOUNTS.find((known) => known === country) ?? 'IE';
}
