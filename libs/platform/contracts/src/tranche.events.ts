import { topic, type MoneyPayload } from './topic.js';

/** A commitment in tranches was made; whoever decides for the funder has to approve all of it. */
export const trancheCommitmentSubmitted = topic<{ commitmentId: string }>('commitments.tranches_submitted', 1);

/** A timer: a tranche is asked for, unless the start of its milestone has moved. */
export const trancheDue = topic<{ pledgeId: string }>('commitments.tranche_due', 1);

/** A commitment ended before all of it was paid: the rest of it will not come to this recipient. */
export const commitmentCutShort = topic<{
  recipientPersonId: string;
  title: string;
  missing: MoneyPayload;
  because: 'payer' | 'payment';
}>('commitments.cut_short', 1);
