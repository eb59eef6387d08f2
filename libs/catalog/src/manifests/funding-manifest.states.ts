import type { StateMachine } from '#platform/kernel';

export type FundingManifestStatus = 'draft' | 'published' | 'discarded';
export type FundingManifestAction = 'publish' | 'replace' | 'discard';

/**
 * A file about the funding of a project, as a maintainer imports it: a draft that nobody else sees, until a maintainer says
 * that it is right. Another one of its kind takes its place; what is discarded keeps nothing of what was in it.
 */
export const FUNDING_MANIFEST: StateMachine<FundingManifestStatus, FundingManifestAction, never, null> = {
  name: 'funding manifest',
  initial: 'draft',
  transitions: {
    publish: { from: ['draft'], to: 'published' },
    replace: { from: ['draft', 'published'], to: 'discarded' },
    discard: { from: ['draft', 'published'], to: 'discarded' },
  },
  guards: {},
};
