import type { StateMachine } from '#platform/kernel';

export type RefundStatus =
  'sent' | 'adopted' | 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled' | 'refused' | 'needs_review';
export type RefundAction = 'pend' | 'askPayer' | 'succeed' | 'fail' | 'cancel' | 'refuse' | 'hold';

/**
 * Money on its way back to a payer. One that we ask for begins as sent; one that somebody made at Stripe is adopted. The
 * state follows the refund as it was read from Stripe. A refund may fail long after it has succeeded.
 */
export const REFUND: StateMachine<RefundStatus, RefundAction, never, null> = {
  name: 'refund',
  initial: 'sent',
  transitions: {
    pend: { from: ['sent', 'adopted'], to: 'pending' },
    askPayer: { from: ['sent', 'adopted', 'pending'], to: 'requires_action' },
    succeed: { from: ['sent', 'adopted', 'pending', 'requires_action'], to: 'succeeded' },
    fail: { from: ['sent', 'adopted', 'pending', 'requires_action', 'succeeded'], to: 'failed' },
    cancel: { from: ['sent', 'adopted', 'pending', 'requires_action'], to: 'canceled' },
    refuse: { from: ['sent'], to: 'refused' },
    // More was given back than is held: a person decides who bears it.
    hold: { from: ['adopted', 'pending', 'requires_action', 'succeeded'], to: 'needs_review' },
  },
  guards: {},
};

const REMOTE: Readonly<Record<string, RefundAction>> = {
  pending: 'pend',
  requires_action: 'askPayer',
  succeeded: 'succeed',
  failed: 'fail',
  canceled: 'cancel',
};

/** The action that brings a refund to the remote status, or null when the news is old, known, or of an unknown kind. */
export function refundActionFor(current: RefundStatus, remoteStatus: string | null): RefundAction | null {
  const action = REMOTE[remoteStatus ?? ''];
  return action !== undefined && REFUND.transitions[action].from.includes(current) ? action : null;
}
