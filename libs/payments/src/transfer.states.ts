import type { StateMachine } from '#platform/kernel';

export type TransferStatus = 'queued' | 'sent' | 'confirmed' | 'refused' | 'abandoned';
export type TransferAction = 'send' | 'confirm' | 'refuse' | 'requeue' | 'payByBank' | 'abandon';

/** A transfer to a recipient: what was released waits here until it may leave. */
export const TRANSFER: StateMachine<TransferStatus, TransferAction, never, null> = {
  name: 'transfer',
  initial: 'queued',
  transitions: {
    send: { from: ['queued'], to: 'sent' },
    confirm: { from: ['sent'], to: 'confirmed' },
    refuse: { from: ['sent'], to: 'refused' },
    requeue: { from: ['refused'], to: 'queued' },
    payByBank: { from: ['queued'], to: 'confirmed' },
    abandon: { from: ['queued', 'refused'], to: 'abandoned' },
  },
  guards: {},
};
