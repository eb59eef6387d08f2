import type { StateMachine } from '#platform/kernel';

export type InvoiceStatus = 'draft' | 'open' | 'uncollectible' | 'paid' | 'void' | 'refused' | 'needs_review';
export type InvoiceAction = 'finalize' | 'writeOff' | 'pay' | 'void' | 'refuse' | 'hold';

/**
 * An invoice at Stripe. It is paid when the money towards it, as its payments show it, has reached its amount; one that
 * Stripe calls paid without that money is for a person.
 */
export const INVOICE: StateMachine<InvoiceStatus, InvoiceAction, never, null> = {
  name: 'invoice',
  initial: 'draft',
  transitions: {
    finalize: { from: ['draft'], to: 'open' },
    writeOff: { from: ['open'], to: 'uncollectible' },
    pay: { from: ['draft', 'open', 'uncollectible', 'needs_review'], to: 'paid' },
    void: { from: ['draft', 'open', 'uncollectible'], to: 'void' },
    refuse: { from: ['draft'], to: 'refused' },
    hold: { from: ['draft', 'open', 'uncollectible'], to: 'needs_review' },
  },
  guards: {},
};

/** The action that brings an invoice to what Stripe shows and what its payments have brought; null when it is there. */
export function invoiceActionFor(
  current: InvoiceStatus,
  { remoteStatus, isCovered }: { readonly remoteStatus: string | null; readonly isCovered: boolean },
): InvoiceAction | null {
  const action = isCovered ? 'pay' : REMOTE[remoteStatus ?? 'draft'];
  if (action === undefined) return INVOICE.transitions.hold.from.includes(current) ? 'hold' : null;
  return action !== null && INVOICE.transitions[action].from.includes(current) ? action : null;
}

const REMOTE: Readonly<Record<string, InvoiceAction | null>> = {
  draft: null,
  open: 'finalize',
  uncollectible: 'writeOff',
  paid: 'hold',
  void: 'void',
};
