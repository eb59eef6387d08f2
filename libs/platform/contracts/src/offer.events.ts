import { topic, type MoneyPayload } from './topic.js';

/** A standing offer waits for the first need of its project. */
export const offerOpened = topic<{ offerId: string; projectId: string }>('offers.offer_opened', 1);

/** A timer: an offer that still waits at this time ends. */
export const offerExpiryDue = topic<{ offerId: string; organisationId: string }>('offers.offer_expiry_due', 1);

/**
 * What becomes of standing offers and of calls for adoption. `waiting` goes to maintainers, with the sums that wait; the others to whoever keeps the
 * money of the organisation that offered, of whose offer it is the amount; a call has none.
 */
export type OfferNotice =
  'waiting' | 'taken' | 'not_taken' | 'expired' | 'call_answered' | 'call_adopted' | 'call_expired';

/** One for each reader: a person, or an organisation. */
export const offerNoticeDue = topic<{
  personId: string | null;
  organisationId: string | null;
  notice: OfferNotice;
  project: string;
  amounts: MoneyPayload[];
}>('offers.notice_due', 1);

/** A timer: a call for adoption that is still open at this time ends. */
export const adoptionCallExpiryDue = topic<{ callId: string }>('offers.adoption_call_expiry_due', 1);

/** Somebody would take the project on. */
export const adoptionCallAnswered = topic<{ callId: string }>('offers.adoption_call_answered', 1);

/** A timer: what happened on a day to a project that an organisation depends on is told. `day` is an ISO 8601 day, UTC. */
export const dependencyAlertsDue = topic<{ organisationId: string; projectId: string; day: string }>(
  'offers.dependency_alerts_due',
  1,
);

/** What can happen to a project that a company depends on. */
export type DependencyAlertKind =
  'need_posted' | 'first_co_maintainer_request' | 'maintainer_lost' | 'hand_over_begun' | 'role_request_opened';

/** One for each reader, project and day; `notice` is the kind of all that happened, or `several`. */
export const dependencyNoticeDue = topic<{
  personId: string;
  notice: DependencyAlertKind | 'several';
  project: string;
  count: number;
}>('offers.dependency_notice_due', 1);
