import { DAY_MS } from '#platform/kernel';
import type { Operation } from '../../operation.js';
import { PLATFORM } from '../../store/tables.js';
import { schedule } from '../../tasks.js';

/** When an account pays out by itself. Connected accounts start with daily payouts, the platform with none. */
export function payoutInterval(operation: Operation): string {
  const settings = operation.tx.get('balance_settings', operation.account);
  const initial = operation.account === PLATFORM ? 'manual' : 'daily';
  return settings?.payments.payouts?.schedule?.interval ?? initial;
}

/** What stays on the balance of the account when it pays out by itself. */
export function minimumBalance(operation: Operation, currency: string): number {
  const settings = operation.tx.get('balance_settings', operation.account);
  return settings?.payments.payouts?.minimum_balance_by_currency?.[currency] ?? 0;
}

/** Makes sure that the account pays out at the next midnight (UTC), unless it does so by hand. */
export function planAutomaticPayout(operation: Operation): void {
  const { account, instant, tx } = operation;
  if (payoutInterval(operation) === 'manual') return;
  const isPlanned = tx.rows('task', account).some(({ value }) => value.kind === 'payout.run');
  if (isPlanned) return;
  const nextDayMs = (Math.floor(instant.getTime() / DAY_MS) + 1) * DAY_MS;
  schedule(operation, 'payout.run', account, nextDayMs);
}
