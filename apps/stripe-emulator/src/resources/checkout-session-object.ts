import type Stripe from 'stripe';
import type { Operation } from '../operation.js';
import type { CheckoutParameters } from './checkout-parameters.js';

interface Facts {
  readonly customer: Stripe.Customer | null;
  /** Null when a payment method is only saved. */
  readonly currency: string | null;
  readonly total: number | null;
  readonly expiresAt: number;
  readonly methodTypes: string[];
  readonly setupIntent: string | null;
}

/** A new, open session as the API shows it. Its PaymentIntent is made when somebody pays, as in Stripe. */
export function buildSession(
  operation: Operation,
  parameters: CheckoutParameters,
  { customer, currency, total, expiresAt, methodTypes, setupIntent }: Facts,
): Stripe.Checkout.Session {
  const id = operation.newId('cs_test');
  return {
    ...UNUSED,
    id,
    object: 'checkout.session',
    allowed_payment_method_types: parameters.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    cancel_url: parameters.cancel_url ?? null,
    client_reference_id: parameters.client_reference_id ?? null,
    created: operation.nowSeconds,
    currency,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: customer?.id ?? null,
    customer_creation: customer === null ? (parameters.customer_creation ?? 'if_required') : null,
    customer_details: customerDetails(customer?.email ?? parameters.customer_email ?? null, customer),
    customer_email: parameters.customer_email ?? null,
    expires_at: expiresAt,
    locale: parameters.locale ?? null,
    metadata: parameters.metadata ?? {},
    mode: parameters.mode,
    payment_method_types: methodTypes,
    payment_status: parameters.mode === 'setup' ? 'no_payment_required' : 'unpaid',
    phone_number_collection: { enabled: false },
    setup_intent: setupIntent,
    status: 'open',
    submit_type: parameters.submit_type ?? null,
    success_url: parameters.success_url,
    total_details: total === null ? null : { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${operation.services.origin}/sim/checkout/${id}`,
  };
}

/** What the session knows of the payer; null until there is something. */
export function customerDetails(
  email: string | null,
  customer: Stripe.Customer | null,
): Stripe.Checkout.Session.CustomerDetails | null {
  if (email === null && customer === null) return null;
  return {
    address: customer?.address ?? null,
    business_name: null,
    email,
    individual_name: null,
    name: customer?.name ?? null,
    phone: customer?.phone ?? null,
    tax_exempt: 'none',
    tax_ids: null,
  };
}

/** Fields of features that are not simulated. */
const UNUSED = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  customer_account: null,
  discounts: null,
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;
