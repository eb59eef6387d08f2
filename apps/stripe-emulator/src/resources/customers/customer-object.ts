import type Stripe from 'stripe';
import { addressObject, given } from '../../http/parameters.js';
import type { Operation } from '../../operation.js';
import type { CustomerChange } from './customer-parameters.js';

/** A customer of whom nothing is known yet. */
export function emptyCustomer(operation: Operation, metadata: Stripe.Metadata): Stripe.Customer {
  return {
    id: operation.newId('cus'),
    object: 'customer',
    address: null,
    balance: 0,
    created: operation.nowSeconds,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: operation.services.ids.text(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata,
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

/** The customer after a change of what was given; the rest stays. */
export function changedCustomer(customer: Stripe.Customer, change: CustomerChange): Stripe.Customer {
  const { address, invoice_settings: settings, tax_exempt: exempt, ...plain } = change;
  return {
    ...customer,
    ...given(plain),
    ...(address === undefined ? {} : { address: address === null ? null : addressObject(address) }),
    ...(exempt === undefined ? {} : { tax_exempt: exempt ?? 'none' }),
    invoice_settings: { ...customer.invoice_settings, ...given(settings ?? {}) },
  };
}
