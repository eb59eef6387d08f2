import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { LedgerService } from '#libs/ledger';
import { moneyPayload, payoutFailed, recipientDisconnected } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { Messages, formatPayee, newId, payeeOfColumns, stripeMoney, systemActor } from '#platform/kernel';
import { ConnectedPayout } from './connected-payout.entity.js';
import { CONNECTED_PAYOUT, nextPayoutAction, type ConnectedPayoutAction } from './connected-payout.states.js';
import {
  connectedPayoutCreatedPosting,
  connectedPayoutPaidPosting,
  connectedPayoutReturnedPosting,
} from './connected-payouts.postings.js';
import { isStillBlocked, payoutFailureMessage, type PayoutDestination } from './payout-failure.rules.js';
import { RecipientAccount } from './recipient-account.entity.js';

const ACTOR = systemActor('payments.follow-payouts');

/** What becomes of money after it has reached a recipient's account: Stripe pays it out, and we tell what we see. */
@Injectable()
export class ConnectedPayoutsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly messages: Messages,
  ) {}

  /** Takes over what a payout shows. `banks` are the bank accounts as they are at the same time. */
  async follow(stripeAccountId: string, remote: Stripe.Payout, banks: readonly PayoutDestination[]): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const account = await lockAccount(tx, stripeAccountId);
      if (!account) return;
      const payout = (await lockPayout(tx, remote.id)) ?? (await this.open(tx, account, remote));
      payout.arrivesAt = new Date(remote.arrival_date * 1_000);
      payout.failureCode = remote.failure_code;
      const shown = { status: remote.status, isReversed: remote.reversed_by !== null };
      for (
        let action = nextPayoutAction(payout.status, shown);
        action;
        action = nextPayoutAction(payout.status, shown)
      ) {
        await this.transition(tx, payout, action);
        if (action === 'fail') await this.blockPayouts(tx, account, payout, banks);
        if (action === 'pay') await clearOlderFailure(tx, account, payout);
      }
      await savePayout(tx, payout);
    });
  }

  /** A bank account was added, changed or removed: the failure of a payout may be over. */
  async followBanks(stripeAccountId: string, banks: readonly PayoutDestination[]): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const account = await lockAccount(tx, stripeAccountId);
      const failed = account && (await failedPayoutOf(tx, account));
      if (!account || !failed || isStillBlocked(failed, banks)) return;
      await setFailedPayout(tx, account, null);
      tx.audit('recipient', account.id, 'unblockPayouts', { payoutId: failed.id });
    });
  }

  /** The recipient has taken the account away from us. Nothing can be sent to it, nor read of it, any more. */
  async disconnect(stripeAccountId: string): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const account = await lockAccount(tx, stripeAccountId);
      if (account?.disconnectedAt !== null) return;
      const { id, version, transfersStatus: before } = account;
      await tx.manager.update(
        RecipientAccount,
        { id, version },
        { transfersStatus: 'restricted', disconnectedAt: tx.now, version: version + 1 },
      );
      tx.audit('recipient', id, 'disconnect', { from: before, stripeAccountId });
      tx.emit(recipientDisconnected, { payee: formatPayee(payeeOfColumns(account)) });
    });
  }

  private async open(tx: Tx, account: RecipientAccount, remote: Stripe.Payout): Promise<ConnectedPayout> {
    const { minor, currency } = stripeMoney(remote.amount, remote.currency);
    const payout = Object.assign(new ConnectedPayout(), {
      id: newId<'cpo'>(),
      recipientId: account.id,
      stripeAccountId: account.stripeAccountId!,
      stripePayoutId: remote.id,
      destination: typeof remote.destination === 'string' ? remote.destination : (remote.destination?.id ?? null),
      amountMinor: minor,
      currency,
      status: CONNECTED_PAYOUT.initial,
      arrivesAt: new Date(remote.arrival_date * 1_000),
      failureCode: null,
      createdAt: new Date(remote.created * 1_000),
      version: 1,
    });
    await tx.manager.insert(ConnectedPayout, payout);
    await this.ledger.post(tx, connectedPayoutCreatedPosting(payout));
    tx.audit('payout', payout.id, 'open', { recipientId: account.id, minor: minor.toString(), currency });
    return payout;
  }

  /** A reversal has no rows of its own: the money comes back by a payout of Stripe with a negative amount. */
  private async transition(tx: Tx, payout: ConnectedPayout, action: ConnectedPayoutAction): Promise<void> {
    const change = payout.apply(action);
    if (action === 'pay') await this.ledger.post(tx, connectedPayoutPaidPosting(payout, tx.now));
    if (action === 'cancel' || action === 'fail') {
      const from = change.from === 'paid' ? 'bank' : 'transit';
      await this.ledger.post(tx, connectedPayoutReturnedPosting(payout, from, tx.now));
    }
    tx.audit('payout', payout.id, action, change);
  }

  private async blockPayouts(
    tx: Tx,
    account: RecipientAccount,
    payout: ConnectedPayout,
    banks: readonly PayoutDestination[],
  ): Promise<void> {
    if (isStillBlocked(payout, banks)) await setFailedPayout(tx, account, payout.id);
    tx.emit(payoutFailed, {
      payee: formatPayee(payeeOfColumns(account)),
      amount: moneyPayload(payout.amount),
      reason: this.messages.text(payoutFailureMessage(payout.failureCode)),
    });
  }
}

/** A later payout that arrives says that the bank account works, whatever was wrong before. */
async function clearOlderFailure(tx: Tx, account: RecipientAccount, paid: ConnectedPayout): Promise<void> {
  const failed = await failedPayoutOf(tx, account);
  const isOver = failed?.currency === paid.currency && failed.createdAt < paid.createdAt;
  if (!isOver) return;
  await setFailedPayout(tx, account, null);
  tx.audit('recipient', account.id, 'unblockPayouts', { payoutId: failed.id });
}

async function failedPayoutOf(tx: Tx, { failedPayoutId }: RecipientAccount): Promise<ConnectedPayout | null> {
  return failedPayoutId === null ? null : tx.manager.findOne(ConnectedPayout, { where: { id: failedPayoutId } });
}

async function setFailedPayout(
  tx: Tx,
  account: RecipientAccount,
  failedPayoutId: RecipientAccount['failedPayoutId'],
): Promise<void> {
  const { id, version } = account;
  await tx.manager.update(RecipientAccount, { id, version }, { failedPayoutId, version: version + 1 });
  Object.assign(account, { failedPayoutId, version: version + 1 });
}

function lockAccount(tx: Tx, stripeAccountId: string): Promise<RecipientAccount | null> {
  return tx.manager.findOne(RecipientAccount, { where: { stripeAccountId }, lock: { mode: 'pessimistic_write' } });
}

function lockPayout(tx: Tx, stripePayoutId: string): Promise<ConnectedPayout | null> {
  return tx.manager.findOne(ConnectedPayout, { where: { stripePayoutId }, lock: { mode: 'pessimistic_write' } });
}

async function savePayout(tx: Tx, { id, version, status, arrivesAt, failureCode }: ConnectedPayout): Promise<void> {
  await tx.manager.update(ConnectedPayout, { id, version }, { status, arrivesAt, failureCode, version: version + 1 });
}
