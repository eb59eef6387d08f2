import { type StateMachine } from '#platform/kernel';

export type ClaimStatus = 'open' | 'checking' | 'verified' | 'expired';
export type ClaimAction = 'requestCheck' | 'confirm' | 'reject' | 'expire';

/** A claim of control over a project. A failed check leads back to open: the file may be mended and checked again. */
export const CLAIM: StateMachine<ClaimStatus, ClaimAction, never, null> = {
  name: 'claim',
  initial: 'open',
  transitions: {
    requestCheck: { from: ['open'], to: 'checking' },
    confirm: { from: ['checking'], to: 'verified' },
    reject: { from: ['checking'], to: 'open' },
    expire: { from: ['open', 'checking'], to: 'expired' },
  },
  guards: {},
};
