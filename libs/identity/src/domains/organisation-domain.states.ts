import type { StateMachine } from '#platform/kernel';

export type OrganisationDomainStatus = 'pending' | 'verified' | 'lapsed' | 'removed';
export type OrganisationDomainAction = 'verify' | 'lapse' | 'remove';

/** A domain that an organisation says is its own. One whose record is gone for too long can be shown again. */
export const ORGANISATION_DOMAIN: StateMachine<OrganisationDomainStatus, OrganisationDomainAction, never, null> = {
  name: 'organisation domain',
  initial: 'pending',
  transitions: {
    verify: { from: ['pending', 'lapsed'], to: 'verified' },
    lapse: { from: ['verified'], to: 'lapsed' },
    remove: { from: ['pending', 'verified', 'lapsed'], to: 'removed' },
  },
  guards: {},
};
