import { Injectable } from '@nestjs/common';
import { NeedsService } from '#libs/needs';
import { Config } from '#platform/config';
import { heldMoneyExpiring, holdExpiryDue, holdReminderDue, moneyPayload } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { DAY_MS, addMs, holdTimes, money, present, type Id, type Money } from '#platform/kernel';
import type { Pledge } from './pledge.entity.js';
import { HOLDING, PLEDGE } from './pledge.states.js';
import { PledgesRepository } from './pledges.repository.js';

/** Money is held for a limited time; what is not released by then goes back. */
@Injectable()
export class HeldPledgesService {
  constructor(
    private readonly pledges: PledgesRepository,
    private readonly needs: NeedsService,
    private readonly config: Config,
  ) {}

  /** The money is there: sets the timers. */
  async start(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.pledges.lock(tx, pledgeId);
    const { expiresAt, lastCallAt, reminders } = holdTimes(present(pledge.paidAt), this.config.get('HOLD_LIMIT_DAYS'));
    pledge.holdExpiresAt = expiresAt;
    await this.pledges.save(tx, pledge);
    for (const { daysLeft, at } of reminders) tx.emit(holdReminderDue, { pledgeId, daysLeft }, at);
    tx.emit(holdExpiryDue, { pledgeId, lastCall: false }, expiresAt);
    tx.emit(holdExpiryDue, { pledgeId, lastCall: true }, lastCallAt);
  }

  /** The timer: tells the payer and whoever posted the need, unless nothing is held any more. */
  async remind(tx: Tx, pledgeId: Id<'plg'>, daysLeft: number): Promise<void> {
    const pledge = present(await this.pledges.find(tx, pledgeId));
    if (!HOLDING.includes(pledge.status)) return;
    const { recipientPersonId, title } = await this.needs.find(tx, pledge.needId);
    tx.emit(heldMoneyExpiring, {
      organisationId: pledge.organisationId,
      recipientPersonId,
      title,
      amount: moneyPayload(stillHeld(pledge)),
      day: addMs(tx.now, daysLeft * DAY_MS)
        .toISOString()
        .slice(0, 10),
    });
  }

  /** For milestones, which lock the need before: the pledge, or null when nothing is held for it. */
  async lockHeld(tx: Tx, pledgeId: Id<'plg'>): Promise<Pledge | null> {
    const pledge = await this.pledges.lock(tx, pledgeId);
    return HOLDING.includes(pledge.status) ? pledge : null;
  }

  /** For milestones: which need has to be locked first. */
  async needOf(tx: Tx, pledgeId: Id<'plg'>): Promise<Id<'need'>> {
    return present(await this.pledges.find(tx, pledgeId)).needId;
  }

  /** For milestones, in the transaction that moves the money: a part goes back. The caller has locked the pledge. */
  async recordReturn(tx: Tx, pledge: Pledge, part: Money, cause: string): Promise<void> {
    pledge.returnedMinor += part.minor;
    const isRest = stillHeld(pledge).minor === 0n;
    const change = isRest ? pledge.apply('returnRest') : { from: pledge.status, to: pledge.status };
    await this.pledges.save(tx, pledge);
    tx.audit('pledge', pledge.id, isRest ? 'returnRest' : 'returnPart', {
      ...change,
      minor: part.minor.toString(),
      cause,
    });
  }

  /** The payer has what went back. */
  async confirmReturned(tx: Tx, pledgeId: Id<'plg'>): Promise<void> {
    const pledge = await this.pledges.lock(tx, pledgeId);
    if (!PLEDGE.transitions.confirmReturned.from.includes(pledge.status)) return;
    const change = pledge.apply('confirmReturned');
    await this.pledges.save(tx, pledge);
    tx.audit('pledge', pledgeId, 'confirmReturned', change);
  }
}

/** What is neither released nor on its way back. */
export function stillHeld({ amountMinor, releasedMinor, returnedMinor, currency }: Pledge): Money {
  return money(amountMinor - releasedMinor - returnedMinor, currency);
}
