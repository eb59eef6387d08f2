import type { StateMachine } from '#platform/kernel';

export type BankEntryStatus = 'entered' | 'confirmed' | 'rejected';
export type BankEntryAction = 'confirm' | 'reject';

/** A line of the platform's bank statement: one finance operator enters it, another one confirms it before it counts. */
export const BANK_ENTRY: StateMachine<BankEntryStatus, BankEntryAction, never, null> = {
  name: 'bank entry',
  initial: 'entered',
  transitions: {
    confirm: { from: ['entered'], to: 'confirmed' },
    reject: { from: ['entered'], to: 'rejected' },
  },
  guards: {},
};
