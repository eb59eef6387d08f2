import { Injectable } from '@nestjs/common';
import { LedgerService, account } from '#libs/ledger';
import { NeedsService, type Need } from '#libs/needs';
import { HeldPledgesService, PledgePaymentsService, RETURNS_TO, type Pledge } from '#libs/pledges';
import { heldMoneyReturned, moneyPayload, refundRequested, refundTaken } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { formatId, money, newId, present, type Id, type Money } from '#platform/kernel';
import type { Milestone } from './milestone.entity.js';
import { MILESTONE } from './milestone.states.js';
import { MilestonesRepository } from './milestones.repository.js';
import { pledgeReturnedPosting, takeAll, takeExactly, type HeldPart, type TakenBack } from './return.rules.js';
import { ReviewFeesService } from './review-fees.service.js';

/** A pledge with everything that its money lies in, locked in the order need, pledge, milestones. */
interface Holding {
  readonly need: Need;
  readonly pledge: Pledge;
  readonly plan: readonly Milestone[];
  readonly unassigned: Money;
  readonly parts: readonly HeldPart[];
}

export interface AdoptedRefund {
  readonly refundId: Id<'rfd'>;
  readonly pledgeId: Id<'plg'>;
  /** What the payment of the pledge brought. */
  readonly paid: Money;
  readonly amount: Money;
}

/** Held money that goes back to its payer, out of the milestones that it was for. */
@Injectable()
export class ReturnsService {
  constructor(
    private readonly milestones: MilestonesRepository,
    private readonly needs: NeedsService,
    private readonly payments: PledgePaymentsService,
    private readonly held: HeldPledgesService,
    private readonly ledger: LedgerService,
    private readonly fees: ReviewFeesService,
  ) {}

  /** The timer: what was held as long as it may be goes back. Work that waits for its review is spared until the last call. */
  async expire(tx: Tx, pledgeId: Id<'plg'>, { lastCall }: { readonly lastCall: boolean }): Promise<void> {
    const holding = await this.lock(tx, pledgeId);
    if (!holding) return;
    const taken = takeAll(holding.unassigned, holding.parts, !lastCall);
    if (taken.total.minor === 0n) return;
    const { pledge, need } = holding;
    const refundId = newId<'rfd'>();
    const to = RETURNS_TO[pledge.method];
    await this.takeOut(tx, holding, taken, { refundId, to, cause: 'hold_limit' });
    if (to === 'payer') tx.emit(refundRequested, { refundId, pledgeId, amount: moneyPayload(taken.total) });
    else await this.held.confirmReturned(tx, pledgeId);
    tx.emit(heldMoneyReturned, {
      organisationId: pledge.organisationId,
      recipientPersonId: need.recipientPersonId,
      title: need.title,
      amount: moneyPayload(taken.total),
      to,
    });
  }

  /** Stripe gave money back that nobody asked for here: the books follow, as far as it is still held. */
  async adopt(tx: Tx, { refundId, pledgeId, paid, amount }: AdoptedRefund): Promise<void> {
    // Its own message may still be under way; the second report of one payment changes nothing.
    await this.payments.confirmPayment(tx, pledgeId, paid);
    const holding = await this.lock(tx, pledgeId);
    const taken = holding && takeExactly(amount, holding.unassigned, holding.parts);
    if (taken) await this.takeOut(tx, holding, taken, { refundId, to: 'payer', cause: 'outside' });
    tx.emit(refundTaken, { refundId, found: taken !== null });
  }

  private async lock(tx: Tx, pledgeId: Id<'plg'>): Promise<Holding | null> {
    const need = await this.needs.lock(tx, await this.held.needOf(tx, pledgeId));
    const pledge = await this.held.lockHeld(tx, pledgeId);
    if (!pledge) return null;
    const plan = await this.milestones.lockPlan(tx, need.id);
    const fundings = await this.milestones.fundingsOfPledge(tx, pledgeId);
    const assigned = [...fundings.values()].reduce((sum, minor) => sum + minor, 0n);
    return {
      need,
      pledge,
      plan,
      unassigned: money(pledge.amountMinor - pledge.returnedMinor - assigned, pledge.currency),
      parts: plan.flatMap(({ id, status }) => {
        const minor = fundings.get(id);
        return minor === undefined ? [] : [{ milestoneId: id, status, minor }];
      }),
    };
  }

  private async takeOut(
    tx: Tx,
    { need, pledge, plan }: Holding,
    taken: TakenBack,
    { refundId, to, cause }: { readonly refundId: Id<'rfd'>; readonly to: 'payer' | 'balance'; readonly cause: string },
  ): Promise<void> {
    for (const { id, amount } of taken.milestones) {
      const milestone = present(plan.find((candidate) => candidate.id === id));
      milestone.fundedMinor -= amount.minor;
      await this.milestones.removeFunding(tx, id, { pledgeId: pledge.id, amount });
      if (MILESTONE.transitions.unfund.from.includes(milestone.status)) await this.unfund(tx, milestone);
      await this.milestones.save(tx, milestone);
    }
    await this.held.recordReturn(tx, pledge, taken.total, cause);
    await this.needs.giveBack(tx, need, taken.total);
    const { currency } = taken.total;
    const target =
      to === 'payer'
        ? account('refund.payable', currency, formatId('rfd', refundId))
        : account('held.org', currency, formatId('org', pledge.organisationId));
    await this.ledger.post(tx, pledgeReturnedPosting(refundId, pledge.id, taken, target, tx.now));
  }

  /** A review that goes on has nothing left to decide, so its fee is free again. */
  private async unfund(tx: Tx, milestone: Milestone): Promise<void> {
    tx.audit('milestone', milestone.id, 'unfund', milestone.apply('unfund'));
    await this.fees.giveBack(tx, milestone.id);
  }
}
