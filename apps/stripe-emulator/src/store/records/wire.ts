import type Stripe from 'stripe';

/**
 * Objects as they are on the wire, where the SDK's types tell of what the client makes of them: decimals are text there.
 */
export type WirePrice = Omit<Stripe.Price, 'currency_options' | 'tiers' | 'unit_amount_decimal'> & {
  readonly unit_amount_decimal: string | null;
};

type WirePricing = Omit<Stripe.InvoiceLineItem.Pricing, 'unit_amount_decimal'> & {
  readonly unit_amount_decimal: string | null;
};

export type WireInvoiceItem = Omit<Stripe.InvoiceItem, 'pricing' | 'quantity_decimal'> & {
  readonly pricing: WirePricing | null;
  readonly quantity_decimal: string;
};

export type WireInvoiceLine = Omit<Stripe.InvoiceLineItem, 'pricing' | 'quantity_decimal'> & {
  readonly pricing: WirePricing | null;
  readonly quantity_decimal: string | null;
};

export interface WireList<T> {
  readonly object: 'list';
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly url: string;
}

export type WireInvoice = Omit<Stripe.Invoice, 'lines'> & { readonly lines: WireList<WireInvoiceLine> };

type WirePlan = Omit<Stripe.Plan, 'amount_decimal' | 'tiers'> & { readonly amount_decimal: string | null };

export type WireSubscriptionItem = Omit<Stripe.SubscriptionItem, 'plan' | 'price'> & {
  readonly plan: WirePlan;
  readonly price: WirePrice;
};

export type WireSubscription = Omit<Stripe.Subscription, 'items'> & { readonly items: WireList<WireSubscriptionItem> };

export type WireCreditNoteLine = Omit<Stripe.CreditNoteLineItem, 'unit_amount_decimal'> & {
  readonly unit_amount_decimal: string | null;
};

export type WireCreditNote = Omit<Stripe.CreditNote, 'lines'> & { readonly lines: WireList<WireCreditNoteLine> };
