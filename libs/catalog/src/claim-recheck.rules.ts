import { DAY_MS, addMs } from '#platform/kernel';
import type { ClaimFailure } from './proofs/claim-method.js';

/** How long the maintainers are asked before somebody who proves control joins them. */
export const WAIT_MS = 14 * DAY_MS;
/** A proof that is there is read again after this, and one that fails after a day. */
const RECHECK_MS = 30 * DAY_MS;
const RETRY_MS = DAY_MS;
/** From the day on which the place was read and did not hold the proof. */
const LOST_GRACE_MS = 14 * DAY_MS;
/** From the first failure on, for a place that cannot be read: longer, as its owner may not be the one who can mend it. */
const UNREACHABLE_GRACE_MS = 30 * DAY_MS;
/** A host may be away for a while before anybody is told. */
const TELL_UNREACHABLE_MS = 3 * DAY_MS;

/** What is known of a claim from the checks of before; null where the last one found the proof. */
export interface EarlierChecks {
  readonly checkedAt: Date | null;
  readonly failingSince: Date | null;
  readonly lostSince: Date | null;
}

export interface CheckJudgement {
  readonly failingSince: Date | null;
  readonly lostSince: Date | null;
  readonly nextCheckAt: Date;
  /** When the claim ends unless the proof is found before; null while it is found. */
  readonly endsAt: Date | null;
  readonly hasEnded: boolean;
  /** What the person is told now, once for each. */
  readonly notice: 'proof_lost' | 'proof_unreachable' | null;
}

/** What becomes of a claim that was proved when its proof is looked for again. */
export function judgeCheck(failure: ClaimFailure | null, earlier: EarlierChecks, now: Date): CheckJudgement {
  if (failure === null) {
    const nextCheckAt = nextRegularCheck(now);
    return { failingSince: null, lostSince: null, nextCheckAt, endsAt: null, hasEnded: false, notice: null };
  }
  const failingSince = earlier.failingSince ?? now;
  const lostSince = earlier.lostSince ?? (failure === 'UNREACHABLE' ? null : now);
  // A loss that is seen late leaves its whole time: nobody could mend what nobody was told.
  const endsAt = lostSince ? addMs(lostSince, LOST_GRACE_MS) : addMs(failingSince, UNREACHABLE_GRACE_MS);
  return {
    failingSince,
    lostSince,
    nextCheckAt: addMs(now, RETRY_MS),
    endsAt,
    hasEnded: now >= endsAt,
    notice: noticeOf({ failingSince, lostSince }, earlier, now),
  };
}

export function nextRegularCheck(now: Date): Date {
  return addMs(now, RECHECK_MS);
}

function noticeOf(
  { failingSince, lostSince }: { readonly failingSince: Date; readonly lostSince: Date | null },
  earlier: EarlierChecks,
  now: Date,
): CheckJudgement['notice'] {
  if (lostSince) return earlier.lostSince ? null : 'proof_lost';
  const tellAt = addMs(failingSince, TELL_UNREACHABLE_MS);
  const wasTold = earlier.checkedAt !== null && earlier.checkedAt >= tellAt;
  return now >= tellAt && !wasTold ? 'proof_unreachable' : null;
}
