import { SECOND_MS, SystemClock } from '#platform/kernel';
import { releaseFunds } from './money/balances.js';
import { operate, type Operation } from './operation.js';
import { expireSession } from './resources/checkout-expiry.js';
import { endAnswerTime, readEvidence } from './resources/disputes/dispute-closing.js';
import { disputeByCard } from './resources/disputes/dispute-opening.js';
import { runAutomaticPayouts } from './resources/payouts/payout-creation.js';
import { arrivePayout, bouncePayout, sendPayout } from './resources/payouts/payout-progress.js';
import { fundWaiting } from './resources/refunds/refund-funding.js';
import { progressRefund } from './resources/refunds/refund-progress.js';
import { completeDebit } from './resources/debits.js';
import {
  abandonInvoice,
  finalizeByClock,
  noteOverdue,
  retryInvoice,
  warnOfDueDate,
} from './resources/invoices/invoice-clock.js';
import { endOnDate, expireIncomplete, renew, resumeCollection } from './resources/subscriptions/subscription-clock.js';
import { settleCharge } from './resources/settlement.js';
import type { Services } from './services.js';
import type { TaskKind, TaskRow } from './store/records/task.js';
import type { Row } from './store/tables.js';

const HANDLERS: Readonly<Record<TaskKind, (operation: Operation, subject: string) => void>> = {
  'charge.settle': settleCharge,
  'funds.release': releaseFunds,
  'invoice.abandon': abandonInvoice,
  'invoice.due_soon': warnOfDueDate,
  'invoice.finalize': finalizeByClock,
  'invoice.overdue': noteOverdue,
  'invoice.retry': retryInvoice,
  'subscription.collect': resumeCollection,
  'subscription.end': endOnDate,
  'subscription.expire': expireIncomplete,
  'subscription.renew': renew,
  'checkout.expire': expireSession,
  'dispute.due': endAnswerTime,
  'dispute.open': disputeByCard,
  'dispute.read': readEvidence,
  'payout.arrive': arrivePayout,
  'payout.bounce': bouncePayout,
  'payout.run': runAutomaticPayouts,
  'payout.send': sendPayout,
  'refund.progress': progressRefund,
  'refunds.fund': fundWaiting,
  'debit.complete': completeDebit,
};
const MAX_TIMER_MS = 60 * SECOND_MS;

/** Runs tasks when the clock reaches them, by waiting or because the clock was moved. */
export class Scheduler {
  private readonly system = new SystemClock();
  private timer: NodeJS.Timeout | null = null;
  private running = false;
  private closed = false;

  constructor(private readonly services: Services) {
    services.store.onCommit(() => this.wake());
  }

  /** Runs what is due and arms the timer for the next task. */
  wake(): void {
    if (this.closed || this.running) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const isSound = this.runDue();
    const next = this.next();
    if (next === null) return;
    const waitMs = Math.max(next.value.dueAtMs - this.nowMs(), isSound ? 1 : SECOND_MS);
    this.timer = setTimeout(() => this.wake(), Math.min(waitMs, MAX_TIMER_MS));
  }

  /**
   * Moves the clock to `offsetMs` ahead of the system's and runs everything that falls due on the way, each task at its
   * own instant, so that what it creates carries the time it would have had. All of it is stored when this returns.
   * An offset behind the present one changes nothing.
   */
  moveTo(offsetMs: number): number {
    const { clock, store } = this.services;
    const targetMs = this.system.now().getTime() + offsetMs;
    this.running = true;
    try {
      for (let task = this.next(); task !== null && task.value.dueAtMs <= targetMs; task = this.next()) {
        this.stepTo(task.value.dueAtMs - this.system.now().getTime());
        this.run(task);
      }
      this.stepTo(offsetMs);
      store.transact((tx) => tx.put('setting', 'clock', { kind: 'clock', offsetMs: clock.offset }));
    } finally {
      this.running = false;
    }
    this.wake();
    return clock.offset;
  }

  /** Whether nothing falls due within the time. */
  isQuiet(withinMs: number): boolean {
    const next = this.next();
    return next === null || next.value.dueAtMs > this.nowMs() + withinMs;
  }

  close(): void {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** A task that throws is a bug: it is reported, keeps its place and must not fail the request that woke us. */
  private runDue(): boolean {
    this.running = true;
    try {
      for (let task = this.next(); task !== null && task.value.dueAtMs <= this.nowMs(); task = this.next()) {
        this.run(task);
      }
      return true;
    } catch (error) {
      console.error(error);
      return false;
    } finally {
      this.running = false;
    }
  }

  private nowMs(): number {
    return this.services.clock.now().getTime();
  }

  private run(task: Row<TaskRow>): void {
    operate(
      this.services,
      (operation) => {
        operation.tx.delete('task', task.id);
        HANDLERS[task.value.kind](operation, task.value.subject);
      },
      { account: task.account },
    );
  }

  private next(): Row<TaskRow> | null {
    return this.services.store
      .rows('task')
      .reduce<Row<TaskRow> | null>(
        (first, task) => (first === null || task.value.dueAtMs < first.value.dueAtMs ? task : first),
        null,
      );
  }

  private stepTo(offsetMs: number): void {
    if (offsetMs > this.services.clock.offset) this.services.clock.moveTo(offsetMs);
  }
}
