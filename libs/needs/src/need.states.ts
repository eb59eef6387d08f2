import type { Money, StateMachine } from '#platform/kernel';
import { NeedHasPledgesError } from './need.errors.js';

export type NeedStatus = 'draft' | 'planned' | 'published' | 'closed' | 'cancelled';
export type NeedAction = 'plan' | 'publish' | 'close' | 'cancel';

export interface NeedFacts {
  readonly reserved: Money;
  readonly received: Money;
}

/** A need is written, planned into milestones, and then published; only what is published can be pledged to. */
export const NEED: StateMachine<NeedStatus, NeedAction, 'nothingPledged', NeedFacts> = {
  name: 'need',
  initial: 'draft',
  transitions: {
    plan: { from: ['draft', 'planned'], to: 'planned' },
    publish: { from: ['planned'], to: 'published' },
    close: { from: ['published'], to: 'closed' },
    cancel: { from: ['draft', 'planned', 'published'], to: 'cancelled', guards: ['nothingPledged'] },
  },
  guards: {
    nothingPledged: ({ reserved, received }) =>
      reserved.minor + received.minor === 0n ? null : new NeedHasPledgesError(),
  },
};
