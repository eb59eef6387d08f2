import { ForbiddenError, ValidationError } from '#platform/kernel';
import type { PersonLinks } from '../events/person-links.js';
import type { Signal } from './signal.js';

/** Two reviewers say why one signal no longer counts. The same fact, found again on a later day, is another signal. */
export interface Clearing {
  readonly signalId: string;
  /** The first UTC day on which it counts no more. */
  readonly day: number;
  readonly reviewers: readonly string[];
  readonly reason: string;
}

class ClearingReasonMissingError extends ValidationError {
  override readonly code = 'CLEARING_REASON_MISSING';
  constructor() {
    super('vetting.clearing.reason');
  }
}

class ClearingReviewersError extends ForbiddenError {
  override readonly code = 'CLEARING_REVIEWERS_INVALID';
  constructor() {
    super('vetting.clearing.reviewers');
  }
}

/**
 * @throws ClearingReasonMissingError, ClearingReviewersError when there are not two people, or one of them is who the
 * signal is about
 */
export function clear(
  signal: Pick<Signal, 'id' | 'subject'>,
  clearing: Omit<Clearing, 'signalId'>,
  links: PersonLinks,
): Clearing {
  if (clearing.reason.trim() === '') throw new ClearingReasonMissingError();
  for (const reviewer of clearing.reviewers) assertNotAbout(signal, reviewer, links);
  const people = new Set(clearing.reviewers.map((name) => links.personOf(name)));
  if (people.size < 2) throw new ClearingReviewersError();
  return { ...clearing, signalId: signal.id };
}

/** @throws ClearingReviewersError when the signal is about the reviewer */
export function assertNotAbout({ subject }: Pick<Signal, 'subject'>, reviewer: string, links: PersonLinks): void {
  if (links.areOne(subject, reviewer)) throw new ClearingReviewersError();
}
