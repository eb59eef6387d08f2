import type Stripe from 'stripe';
import type { TestCard } from '../money/test-cards.js';
import type { Operation } from '../operation.js';

/** Makes and stores the payment method of a card that was typed into a hosted page. */
export function createCardMethod(
  operation: Operation,
  card: TestCard,
  { number, email, customer }: { number: string; email: string | null; customer: string | null },
): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: operation.newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: { address: null, email, name: null, phone: null, tax_id: null },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: card.brand,
      exp_month: 12,
      exp_year: 2040,
      funding: 'credit',
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: operation.nowSeconds,
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
  operation.tx.put('payment_method', method.id, method, operation.account);
  operation.tx.put('card', method.id, { number }, operation.account);
  return method;
}
