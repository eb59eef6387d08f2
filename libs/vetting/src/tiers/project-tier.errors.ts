import { ForbiddenError, InvalidStateError } from '#platform/kernel';
import type { Tier } from '../policy/scopes.js';

/** Who is not in a seat of a steward, or has something to gain or to lose by the tier. */
export class NotProjectStewardError extends ForbiddenError {
  override readonly code = 'NOT_PROJECT_STEWARD';
  constructor() {
    super('vetting.notProjectSteward');
  }
}

/** A tier that is chosen has to be stricter than what holds, or than what is not excluded where nothing holds yet. */
export class TierNotStricterError extends InvalidStateError {
  override readonly code = 'TIER_NOT_STRICTER';
  constructor(tier: Tier) {
    super('vetting.tierNotStricter', { tier });
  }
}

export class TierNotLowerError extends InvalidStateError {
  override readonly code = 'TIER_NOT_LOWER';
  constructor(tier: Tier) {
    super('vetting.tierNotLower', { tier });
  }
}

/** None is open, it is too old, or it is one for another tier. */
export class NoTierProposalError extends InvalidStateError {
  override readonly code = 'NO_TIER_PROPOSAL';
  constructor() {
    super('vetting.noTierProposal');
  }
}
