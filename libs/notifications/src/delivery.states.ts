import type { StateMachine } from '#platform/kernel';

export type DeliveryStatus = 'queued' | 'accepted' | 'refused' | 'withheld' | 'bounced';
export type DeliveryAction = 'accept' | 'refuse' | 'withhold' | 'bounce';

/**
 * One message on one channel. Accepted means that it was handed over: to the inbox, or to the SMTP server, whose answer
 * is kept. Withheld means that it was not meant to be sent: opted out of, or without a confirmed address. Bounced means that a mail
 * server said afterwards that it cannot deliver.
 */
export const DELIVERY: StateMachine<DeliveryStatus, DeliveryAction, never, null> = {
  name: 'delivery',
  initial: 'queued',
  transitions: {
    accept: { from: ['queued'], to: 'accepted' },
    refuse: { from: ['queued'], to: 'refused' },
    withhold: { from: ['queued'], to: 'withheld' },
    bounce: { from: ['accepted'], to: 'bounced' },
  },
  guards: {},
};
