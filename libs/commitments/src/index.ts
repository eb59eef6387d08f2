export { TrancheCommitmentNotFoundError } from './commitment.errors.js';
export { CommitmentsModule } from './commitments.module.js';
export { commitmentsMessages } from './messages.en.js';
export { TRANCHE_COMMITMENT } from './tranches/tranche-commitment.states.js';
export { TrancheCommitmentsQueries, type TrancheCommitmentRow } from './tranches/tranche-commitments.queries.js';
export { TrancheCommitmentsService } from './tranches/tranche-commitments.service.js';
