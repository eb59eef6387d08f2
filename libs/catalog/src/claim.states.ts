import { type StateMachine } from '#platform/kernel';
import { ContestTimeOverError } from './catalog.errors.js';

export type ClaimStatus =
  'open' | 'checking' | 'waiting' | 'verified' | 'contested' | 'resolved' | 'rejected' | 'withdrawn' | 'expired';
export type ClaimAction =
  | 'requestCheck'
  | 'reject'
  | 'verify'
  | 'wait'
  | 'confirm'
  | 'admit'
  | 'escalate'
  | 'contest'
  | 'uphold'
  | 'dismiss'
  | 'withdraw'
  | 'expire'
  | 'lose';

export interface ClaimFacts {
  /** Whether the maintainers may still speak against it. */
  readonly isContestable: boolean;
}

/** The only states that give rights. The view project_maintainer says the same to the database. */
export const STANDING: readonly ClaimStatus[] = ['verified', 'resolved'];

/** States after which the person may claim the project anew. */
export const ENDED: readonly ClaimStatus[] = ['rejected', 'withdrawn', 'expired'];

/**
 * A claim of control over a project. Open, checking and waiting are pending: a failed check leads back to open, so that the
 * proof can be mended; who proves control over a project that others maintain waits for them. A contest is resolved by a
 * person: the claim is upheld or dismissed. Silence never resolves it.
 */
export const CLAIM: StateMachine<ClaimStatus, ClaimAction, 'isContestable', ClaimFacts> = {
  name: 'claim',
  initial: 'open',
  transitions: {
    requestCheck: { from: ['open'], to: 'checking' },
    reject: { from: ['checking'], to: 'open' },
    verify: { from: ['checking'], to: 'verified' },
    wait: { from: ['checking'], to: 'waiting' },
    confirm: { from: ['waiting'], to: 'verified' },
    admit: { from: ['waiting'], to: 'verified' },
    escalate: { from: ['waiting'], to: 'contested' },
    contest: { from: ['waiting', 'verified'], to: 'contested', guards: ['isContestable'] },
    uphold: { from: ['contested'], to: 'resolved' },
    dismiss: { from: ['contested', 'verified', 'resolved'], to: 'rejected' },
    withdraw: { from: ['open', 'checking', 'waiting', 'verified', 'contested', 'resolved'], to: 'withdrawn' },
    expire: { from: ['open', 'checking'], to: 'expired' },
    lose: { from: ['waiting', 'verified', 'resolved'], to: 'expired' },
  },
  guards: {
    isContestable: ({ isContestable }) => (isContestable ? null : new ContestTimeOverError()),
  },
};
