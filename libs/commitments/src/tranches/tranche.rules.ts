import { DAY_MS, addMs, money, type Id, type Money } from '#platform/kernel';
import type { TrancheMethod } from './tranche-commitment.entity.js';

/** A milestone as far as its money goes. Minor units; `startsOn` is an ISO 8601 day. */
export interface OpenMilestone {
  readonly id: Id<'mil'>;
  readonly title: string;
  readonly startsOn: string | null;
  readonly lackingMinor: bigint;
}

export interface PlannedTranche {
  readonly milestone: OpenMilestone;
  readonly amount: Money;
}

/** A card that is declined is tried again for ten days, and the first days see whether it is. */
const CARD_LEAD_DAYS = 7;
/** From the due date of an invoice to the money at Stripe. */
const INVOICE_GRACE_DAYS = 7;

/**
 * An amount laid over milestones in their order. What others have promised, and has not arrived yet, is laid down first, since
 * money that arrives goes to the first milestone that lacks any. The tranches sum to the amount if the milestones lack as much.
 */
export function planTranches(milestones: readonly OpenMilestone[], promised: bigint, amount: Money): PlannedTranche[] {
  let [taken, left] = [promised, amount.minor];
  return milestones.flatMap((milestone) => {
    const byOthers = smaller(taken, milestone.lackingMinor);
    taken -= byOthers;
    const part = smaller(left, milestone.lackingMinor - byOthers);
    left -= part;
    return part === 0n ? [] : [{ milestone, amount: money(part, amount.currency) }];
  });
}

/** When a tranche is asked for, so that the money is there when work starts: never in the past. */
export function chargedAt(startsOn: string, method: TrancheMethod, invoiceDays: number, now: Date): Date {
  const days = method === 'invoice' ? invoiceDays + INVOICE_GRACE_DAYS : CARD_LEAD_DAYS;
  const wanted = addMs(new Date(`${startsOn}T00:00:00Z`), -days * DAY_MS);
  return wanted < now ? now : wanted;
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
