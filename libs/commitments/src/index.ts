export { RecurringPledgeNotFoundError, TrancheCommitmentNotFoundError } from './commitment.errors.js';
export { CommitmentsModule } from './commitments.module.js';
export { commitmentsMessages } from './messages.en.js';
export { RECURRING_PLEDGE } from './recurring/recurring-pledge.states.js';
export { RecurringPledgesQueries, type RecurringPledgeRow } from './recurring/recurring-pledges.queries.js';
export { RecurringPledgesService } from './recurring/recurring-pledges.service.js';
export { TRANCHE_COMMITMENT } from './tranches/tranche-commitment.states.js';
export { TrancheCommitmentsQueries, type TrancheCommitmentRow } from './tranches/tranche-commitments.queries.js';
export { TrancheCommitmentsService } from './tranches/tranche-commitments.service.js';
