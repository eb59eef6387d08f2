import type { StateMachine } from '#platform/kernel';

export type PaymentStatus =
  | 'created'
  | 'requires_payment_method'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'settled'
  | 'failed'
  | 'canceled'
  | 'needs_review';
export type PaymentAction =
  'receiveByBank' | 'decline' | 'askPayer' | 'process' | 'succeed' | 'settle' | 'fail' | 'cancel' | 'hold';

/**
 * One payment for each thing that is paid. The state follows the PaymentIntent as it was read from Stripe, and only forward: a
 * lower rank never overwrites a higher one. A late success on a failed or canceled intent is adopted.
 */
export const PAYMENT: StateMachine<PaymentStatus, PaymentAction, never, null> = {
  name: 'payment',
  initial: 'created',
  transitions: {
    decline: { from: ['created', 'requires_action', 'processing'], to: 'requires_payment_method' },
    askPayer: { from: ['created', 'requires_payment_method'], to: 'requires_action' },
    process: { from: ['created', 'requires_payment_method', 'requires_action'], to: 'processing' },
    succeed: {
      from: ['created', 'requires_payment_method', 'requires_action', 'processing', 'failed', 'canceled'],
      to: 'succeeded',
    },
    settle: { from: ['succeeded'], to: 'settled' },
    // On the own bank there is nothing left to wait for.
    receiveByBank: { from: ['created', 'canceled'], to: 'settled' },
    fail: { from: ['processing'], to: 'failed' },
    cancel: { from: ['created', 'requires_payment_method', 'requires_action', 'processing'], to: 'canceled' },
    hold: {
      from: ['created', 'requires_payment_method', 'requires_action', 'processing', 'succeeded', 'failed', 'canceled'],
      to: 'needs_review',
    },
  },
  guards: {},
};

/**
 * The action that brings a payment to the remote status, or null when there is nothing to do: the news is old, or it
 * says what is known. A status that this version does not know is for a person.
 */
export function actionFor(current: PaymentStatus, remoteStatus: string): PaymentAction | null {
  // Made here for a saved card, and not tried yet.
  if (remoteStatus === 'requires_confirmation') return null;
  const action = REMOTE[remoteStatus] ?? 'hold';
  // What has succeeded stays so, whatever words come later.
  if (action === 'hold' && current === 'succeeded') return null;
  return PAYMENT.transitions[action].from.includes(current) && PAYMENT.transitions[action].to !== current
    ? action
    : null;
}

const REMOTE: Readonly<Record<string, PaymentAction>> = {
  requires_payment_method: 'decline',
  requires_action: 'askPayer',
  processing: 'process',
  succeeded: 'succeed',
  canceled: 'cancel',
};
