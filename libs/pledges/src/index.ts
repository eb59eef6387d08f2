export { AmountDiffersError, PledgeNotFoundError } from './pledge.errors.js';
export { HeldPledgesService, stillHeld } from './held-pledges.service.js';
export { IN_KIND } from './in-kind/in-kind.states.js';
export { RETURNS_TO, type Pledge } from './pledge.entity.js';
export { PLEDGE, type PledgeStatus } from './pledge.states.js';
export { PledgesModule } from './pledges.module.js';
export { PledgesQueries, type PledgeRow } from './pledges.queries.js';
export { PledgesService } from './pledges.service.js';
export { pledgesMessages } from './messages.en.js';
