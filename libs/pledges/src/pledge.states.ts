import { sameMoney, type Money, type StateMachine } from '#platform/kernel';
import { AmountDiffersError, NotApprovedError } from './pledge.errors.js';

export type PledgeStatus =
  | 'draft'
  | 'promised'
  | 'scheduled'
  | 'awaiting_payment'
  | 'paid'
  | 'partly_released'
  | 'released'
  | 'returning'
  | 'returned'
  | 'lapsed'
  | 'withdrawn';
export type PledgeAction =
  | 'submit'
  | 'schedule'
  | 'requestPayment'
  | 'payFromBalance'
  | 'confirmPayment'
  | 'expirePayment'
  | 'releasePart'
  | 'releaseRest'
  | 'returnRest'
  | 'confirmReturned'
  | 'lapse'
  | 'withdraw'
  | 'reject';

/** In these some of the money is held. */
export const HOLDING: readonly PledgeStatus[] = ['paid', 'partly_released'];

export interface PledgeFacts {
  readonly amount: Money;
  readonly approvedAt: Date | null;
  /** What arrived, for `confirmPayment`. */
  readonly paid: Money | null;
}

/**
 * The life of a pledge, as section 3 of the payments design has it. A late success reaches a lapsed pledge too: money
 * that has arrived is never ignored.
 */
export const PLEDGE: StateMachine<PledgeStatus, PledgeAction, 'approved' | 'paidInFull', PledgeFacts> = {
  name: 'pledge',
  initial: 'draft',
  transitions: {
    submit: { from: ['draft'], to: 'promised' },
    // Approved, and paid when its time has come.
    schedule: { from: ['promised'], to: 'scheduled', guards: ['approved'] },
    requestPayment: { from: ['promised', 'scheduled'], to: 'awaiting_payment', guards: ['approved'] },
    payFromBalance: { from: ['promised', 'scheduled'], to: 'paid', guards: ['approved'] },
    confirmPayment: { from: ['promised', 'awaiting_payment', 'lapsed'], to: 'paid', guards: ['paidInFull'] },
    expirePayment: { from: ['awaiting_payment'], to: 'promised' },
    releasePart: { from: ['paid', 'partly_released'], to: 'partly_released' },
    releaseRest: { from: ['paid', 'partly_released'], to: 'released' },
    // What goes back in parts is counted; the status tells of the part that leaves nothing held.
    returnRest: { from: ['paid', 'partly_released'], to: 'returning' },
    confirmReturned: { from: ['returning'], to: 'returned' },
    lapse: { from: ['promised', 'scheduled', 'awaiting_payment'], to: 'lapsed' },
    withdraw: { from: ['draft', 'promised', 'scheduled'], to: 'withdrawn' },
    reject: { from: ['promised'], to: 'withdrawn' },
  },
  guards: {
    approved: ({ approvedAt }) => (approvedAt === null ? new NotApprovedError() : null),
    paidInFull: ({ amount, paid }) => (paid !== null && sameMoney(amount, paid) ? null : new AmountDiffersError()),
  },
};
