import type Stripe from 'stripe';
import { checkTransferType } from '../cash/bank-accounts.js';
import type { MethodOptions } from './intent-parameters.js';

/** What an intent shows of how a bank transfer is to be made; refuses one that does not bring its currency. */
export function optionsObject(
  options: MethodOptions | undefined,
  currency: string,
): Stripe.PaymentIntent.PaymentMethodOptions | null {
  const balance = options?.customer_balance;
  if (balance === undefined) return null;
  const { bank_transfer: transfer, funding_type } = balance;
  if (transfer === undefined) return { customer_balance: { funding_type: funding_type ?? null } };
  checkTransferType(transfer.type, currency, 'payment_method_options[customer_balance][bank_transfer][type]');
  const { eu_bank_transfer: eu, type } = transfer;
  return {
    customer_balance: {
      bank_transfer: {
        ...(eu === undefined ? {} : { eu_bank_transfer: { country: eu.country } }),
        type: type,
      },
      funding_type: funding_type ?? 'bank_transfer',
    },
  };
}
