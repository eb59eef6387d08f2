import { topic, type MoneyPayload } from './topic.js';

/** A standing offer waits for the first need of its project. */
export const offerOpened = topic<{ offerId: string; projectId: string }>('offers.offer_opened', 1);

/** A timer: an offer that still waits at this time ends. */
export const offerExpiryDue = topic<{ offerId: string; organisationId: string }>('offers.offer_expiry_due', 1);

/**
 * What becomes of standing offers. `waiting` goes to maintainers, with the sums that wait; the others to whoever keeps the
 * money of the organisation that offered, of whose offer it is the amount.
 */
export type OfferNotice = 'waiting' | 'taken' | 'not_taken' | 'expired';

/** One for each reader: a person, or an organisation. */
export const offerNoticeDue = topic<{
  personId: string | null;
  organisationId: string | null;
  notice: OfferNotice;
  project: string;
  amounts: MoneyPayload[];
}>('offers.notice_due', 1);
