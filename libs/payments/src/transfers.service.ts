import { Injectable, type OnModuleInit } from '@nestjs/common';
import type Stripe from 'stripe';
import { LedgerQueries, LedgerService } from '#libs/ledger';
import { releasePartsPaid } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { asId, formatId, stripeAmount, systemActor, type Id } from '#platform/kernel';
import { balanceTransaction } from './balance-transaction.js';
import { PaymentsQueries, type TransferRoute } from './payments.queries.js';
import {
  transferMirroredPosting,
  transferRefusedPosting,
  transferRequestedPosting,
  transferSettledPosting,
} from './payments.postings.js';
import { ReleasePartsService, type PaidSource } from './release-parts.service.js';
import { StripeCallsService } from './stripe-calls.service.js';
import { Transfer } from './transfer.entity.js';
import { TRANSFER } from './transfer.states.js';

const ACTOR = systemActor('payments.send-transfers');
const BATCH = 50;

type Waiting = 'account' | 'payment' | 'coverage';

/** Sends what was released to the recipients: one transfer for each payment and recipient, tied to its charge. */
@Injectable()
export class TransfersService implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly ledgerQueries: LedgerQueries,
    private readonly queries: PaymentsQueries,
    private readonly calls: StripeCallsService,
    private readonly parts: ReleasePartsService,
  ) {}

  onModuleInit(): void {
    this.calls.onOutcome('transfer.create', {
      done: (tx, id, { object }) => this.confirm(tx, asId(id), object as Stripe.Transfer),
      refused: (tx, id, code) => this.refuse(tx, asId(id), code),
    });
  }

  /** Sends every waiting transfer that may leave now. What may not waits for the event that changes it. */
  async sendDue(): Promise<void> {
    while ((await this.unitOfWork.run(ACTOR, (tx) => this.parts.gather(tx))) > 0);
    // Page by page: what is refused again and again never stands in front of what came later.
    for (let page = await this.queries.dueTransfers(null, BATCH); page.length > 0;) {
      for (const { id } of page) await this.unitOfWork.run(ACTOR, (tx) => this.send(tx, id));
      page = await this.queries.dueTransfers(page.at(-1)!, BATCH);
    }
  }

  /** For the bank, in its transaction: the payee was paid from there. */
  async payByBank(tx: Tx, transfer: Transfer): Promise<void> {
    const change = transfer.apply('payByBank');
    transfer.confirmedAt = tx.now;
    await save(tx, transfer, { waitingFor: null });
    tx.audit('transfer', transfer.id, 'payByBank', change);
    await this.tellPaid(tx, transfer.id);
  }

  /** For the bank, in its transaction: a transfer that Stripe cannot make and that waits for the bank; locked. */
  async lockForBank(tx: Tx, id: Id<'trf'>): Promise<Transfer | null> {
    const transfer = await lock(tx, id);
    const route = await this.queries.route(tx, id);
    return transfer && route?.rail === 'manual' && TRANSFER.transitions.payByBank.from.includes(transfer.status)
      ? transfer
      : null;
  }

  /** Takes over a transfer that Stripe shows, when its event arrives before or instead of the answer to our call. */
  async follow(remote: Stripe.Transfer): Promise<void> {
    const transferId = remote.metadata.transfer_id;
    if (transferId === undefined) return;
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await this.calls.learn(tx, 'transfer.create', transferId, remote.id);
      await this.confirm(tx, asId(transferId), remote);
    });
  }

  private async send(tx: Tx, id: Id<'trf'>): Promise<void> {
    const known = await tx.manager.findOne(Transfer, { where: { id } });
    if (!known) return;
    await tx.manager.query('SELECT 1 FROM transfer_gate WHERE currency = $1 FOR UPDATE', [known.currency]);
    const transfer = await lock(tx, id);
    if (!transfer || (transfer.status !== 'queued' && transfer.status !== 'refused')) return;
    const route = await this.queries.route(tx, id);
    const obstacle = await this.obstacle(tx, transfer, route);
    if (obstacle !== null || !route?.stripeAccountId) {
      await save(tx, transfer, { waitingFor: obstacle ?? 'account' });
      return;
    }
    if (transfer.status === 'refused') {
      tx.audit('transfer', id, 'requeue', transfer.apply('requeue'));
      transfer.generation += 1;
    }
    const change = transfer.apply('send');
    await save(tx, transfer, { waitingFor: null });
    await this.ledger.post(tx, transferRequestedPosting(transfer, tx.now));
    tx.audit('transfer', id, 'send', change);
    await this.calls.request(
      tx,
      'transfer.create',
      { id, attempt: String(transfer.generation) },
      transferParameters(transfer, route.stripeAccountId, route.chargeId, await this.parts.ofTransfer(tx, id)),
    );
  }

  /** Why a transfer may not leave yet, or null. Coverage is asked here and nowhere earlier. */
  private async obstacle(tx: Tx, transfer: Transfer, route: TransferRoute | null): Promise<Waiting | null> {
    if (route?.transfersStatus !== 'active') return 'account';
    if (transfer.paymentId !== null && route.chargeId === null) return 'payment';
    const { assets, liabilities } = await this.ledgerQueries.coverageWithin(tx, transfer.amount.currency);
    return assets < liabilities ? 'coverage' : null;
  }

  private async confirm(tx: Tx, id: Id<'trf'>, remote: Stripe.Transfer): Promise<void> {
    const transfer = await lock(tx, id);
    if (!transfer) return;
    const change = transfer.status === 'sent' ? transfer.apply('confirm') : null;
    if (change) {
      transfer.stripeTransferId = remote.id;
      transfer.confirmedAt = tx.now;
      await save(tx, transfer, { waitingFor: null });
    }
    if (transfer.status === 'confirmed') await this.settleIfKnown(tx, transfer, remote);
    if (!change) return;
    tx.audit('transfer', id, 'confirm', { ...change, stripeTransferId: remote.id });
    await this.tellPaid(tx, id);
  }

  private async tellPaid(tx: Tx, id: Id<'trf'>): Promise<void> {
    for (const { source, sourceId, partIds } of await this.parts.ofTransfer(tx, id))
      tx.emit(releasePartsPaid, { source, sourceId, partIds });
  }

  /** A transfer leaves the balance, so its balance transaction is negative; the posting is written from our side. */
  private async settleIfKnown(tx: Tx, transfer: Transfer, remote: Stripe.Transfer): Promise<void> {
    const settled = typeof remote.balance_transaction === 'object' ? remote.balance_transaction : null;
    if (!settled) return;
    const transaction = balanceTransaction(settled);
    if (-transaction.net.minor !== transfer.amount.minor)
      throw new TypeError(`balance transaction ${transaction.id} is not about this transfer`);
    await this.ledger.post(tx, transferSettledPosting(transfer, transaction));
    await this.ledger.post(tx, transferMirroredPosting(transfer, destinationOf(remote), transaction.occurredAt));
  }

  private async refuse(tx: Tx, id: Id<'trf'>, code: string): Promise<void> {
    const transfer = await lock(tx, id);
    if (transfer?.status !== 'sent') return;
    const change = transfer.apply('refuse');
    await save(tx, transfer, { waitingFor: code });
    await this.ledger.post(tx, transferRefusedPosting(transfer, tx.now, code));
    tx.audit('transfer', id, 'refuse', { ...change, code });
  }
}

/** Tied to its charge where there is one; grouped with its need where it is of one. */
function transferParameters(
  transfer: Transfer,
  destination: string,
  charge: string | null,
  paid: readonly PaidSource[],
): Stripe.TransferCreateParams {
  const needs = [...new Set(paid.map(({ needId }) => needId))];
  const [only] = paid.length === 1 ? paid : [];
  return {
    amount: stripeAmount(transfer.amount),
    currency: transfer.currency.toLowerCase(),
    destination,
    ...(charge === null ? {} : { source_transaction: charge }),
    ...(needs.length === 1 && needs[0] ? { transfer_group: formatId('need', needs[0]) } : {}),
    metadata: {
      transfer_id: transfer.id,
      ...(only?.source === 'milestone' ? { milestone_id: formatId('mil', only.sourceId) } : {}),
    },
  };
}

function destinationOf({ id, destination }: Stripe.Transfer): string {
  if (destination === null) throw new TypeError(`transfer ${id} went nowhere`);
  return typeof destination === 'string' ? destination : destination.id;
}

function lock(tx: Tx, id: Id<'trf'>): Promise<Transfer | null> {
  return tx.manager.findOne(Transfer, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function save(tx: Tx, transfer: Transfer, { waitingFor }: { readonly waitingFor: string | null }): Promise<void> {
  const { id, version, status, stripeTransferId, generation, confirmedAt } = transfer;
  transfer.waitingFor = waitingFor;
  await tx.manager.update(
    Transfer,
    { id, version },
    { status, stripeTransferId, generation, confirmedAt, waitingFor, version: version + 1 },
  );
  transfer.version = version + 1;
}
