import type { StateMachine } from '#platform/kernel';

export type ConnectedPayoutStatus = 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled' | 'reversed';
export type ConnectedPayoutAction = 'send' | 'pay' | 'cancel' | 'fail' | 'reverse';

/** A payout from a recipient's account at Stripe to the recipient's bank: Stripe makes it, and it is only followed here. */
export const CONNECTED_PAYOUT: StateMachine<ConnectedPayoutStatus, ConnectedPayoutAction, never, null> = {
  name: 'connected payout',
  initial: 'pending',
  transitions: {
    send: { from: ['pending'], to: 'in_transit' },
    pay: { from: ['pending', 'in_transit'], to: 'paid' },
    cancel: { from: ['pending', 'in_transit'], to: 'canceled' },
    // Also late: a bank may give back what counted as paid.
    fail: { from: ['pending', 'in_transit', 'paid'], to: 'failed' },
    reverse: { from: ['paid'], to: 'reversed' },
  },
  guards: {},
};

/** What leads to the state that Stripe shows; each action is taken where it is legal, so that older news change nothing. */
const STEPS: Readonly<Record<string, readonly ConnectedPayoutAction[]>> = {
  pending: [],
  in_transit: ['send'],
  paid: ['pay'],
  canceled: ['cancel'],
  failed: ['fail'],
};

/** The next action towards what Stripe shows, or null when there is none; a status that is not known leads nowhere. */
export function nextPayoutAction(
  current: ConnectedPayoutStatus,
  shown: { readonly status: string; readonly isReversed: boolean },
): ConnectedPayoutAction | null {
  const steps = [...(STEPS[shown.status] ?? []), ...(shown.isReversed ? (['reverse'] as const) : [])];
  return steps.find((action) => CONNECTED_PAYOUT.transitions[action].from.includes(current)) ?? null;
}
