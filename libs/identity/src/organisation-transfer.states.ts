import type { StateMachine } from '#platform/kernel';

export type OrganisationTransferStatus = 'proposed' | 'accepted' | 'declined' | 'withdrawn' | 'expired';
export type OrganisationTransferAction = 'accept' | 'decline' | 'withdraw' | 'expire';

/** An organisation changes hands only when both sides have said so, each by an own login. */
export const ORGANISATION_TRANSFER: StateMachine<OrganisationTransferStatus, OrganisationTransferAction, never, null> =
  {
    name: 'organisation transfer',
    initial: 'proposed',
    transitions: {
      accept: { from: ['proposed'], to: 'accepted' },
      decline: { from: ['proposed'], to: 'declined' },
      withdraw: { from: ['proposed'], to: 'withdrawn' },
      expire: { from: ['proposed'], to: 'expired' },
    },
    guards: {},
  };
