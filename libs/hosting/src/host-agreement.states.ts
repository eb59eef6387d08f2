import type { StateMachine } from '#platform/kernel';
import { HostNoticeRunningError, ProjectHasHostError } from './hosting.errors.js';

export type HostAgreementStatus = 'applied' | 'accepted' | 'active' | 'leaving' | 'ended' | 'declined' | 'withdrawn';
export type HostAgreementAction =
  'accept' | 'decline' | 'withdraw' | 'begin' | 'giveNotice' | 'stay' | 'confirmLeaving' | 'endSilence';

export interface HostAgreementFacts {
  /** Whether another agreement keeps the money of the project. */
  readonly hasHost: boolean;
  /** Whether the host has had its time to confirm. */
  readonly isNoticeOver: boolean;
}

/**
 * A fiscal host keeps the money of a project. Both have agreed: the project by asking, the host by accepting. An accepted
 * agreement begins at once, or when the host before it has let the project go.
 */
export const HOST_AGREEMENT: StateMachine<
  HostAgreementStatus,
  HostAgreementAction,
  'noOtherHost' | 'noticeOver',
  HostAgreementFacts
> = {
  name: 'host agreement',
  initial: 'applied',
  transitions: {
    accept: { from: ['applied'], to: 'accepted' },
    decline: { from: ['applied'], to: 'declined' },
    withdraw: { from: ['applied', 'accepted'], to: 'withdrawn' },
    begin: { from: ['accepted'], to: 'active', guards: ['noOtherHost'] },
    giveNotice: { from: ['active'], to: 'leaving' },
    stay: { from: ['leaving'], to: 'active' },
    confirmLeaving: { from: ['leaving'], to: 'ended' },
    endSilence: { from: ['leaving'], to: 'ended', guards: ['noticeOver'] },
  },
  guards: {
    noOtherHost: ({ hasHost }) => (hasHost ? new ProjectHasHostError() : null),
    noticeOver: ({ isNoticeOver }) => (isNoticeOver ? null : new HostNoticeRunningError()),
  },
};
