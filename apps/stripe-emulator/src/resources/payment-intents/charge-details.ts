import type Stripe from 'stripe';
import type { TestCard } from '../../money/test-cards.js';

type Details = Stripe.Charge.PaymentMethodDetails;

/** What the charge of a card shows of it; `authenticated` once its holder has proved to be there. */
export function cardDetails(amount: number, card: TestCard, authenticated: boolean, declined: boolean): Details {
  return {
    type: 'card',
    card: {
      amount_authorized: declined ? null : amount,
      authorization_code: null,
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      electronic_commerce_indicator: authenticated ? '05' : null,
      exp_month: 12,
      exp_year: 2040,
      funding: 'credit',
      installments: null,
      last4: card.number.slice(-4),
      mandate: null,
      network: card.brand,
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: authenticated ? AUTHENTICATED : null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

/** What the payment by a debited bank account shows of it. */
export function debitDetails(
  { type, sepa_debit: sepa, us_bank_account: us }: Stripe.PaymentMethod,
  mandate: string,
): Details {
  if (type === 'sepa_debit') {
    const { bank_code, branch_code, country, fingerprint, last4 } = sepa!;
    return { type, sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate } };
  }
  const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = us!;
  return {
    type: 'us_bank_account',
    us_bank_account: {
      account_holder_type,
      account_type,
      bank_name,
      fingerprint: fingerprint ?? null,
      last4,
      mandate,
      payment_reference: null,
      routing_number,
    },
  };
}

const AUTHENTICATED: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
};
