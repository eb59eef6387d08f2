import { balanceId } from '../money/balances.js';
import type { Store } from '../store/store.js';
import { idOf } from '../resources/reference.js';

interface Finding {
  readonly rule: string;
  readonly ok: boolean;
  readonly faults: readonly string[];
}

/** The emulator checks its own books; every rule lists what breaks it. */
export function invariants(store: Store): { ok: boolean; rules: Finding[] } {
  const rules = [
    rule('balances are the sums of their balance transactions', balancesMatch(store)),
    rule('what is not later than now is not pending', overduePending(store)),
    rule('a transfer takes from the platform what it gives to the account', transfersBalance(store)),
    rule('transfers from a charge do not exceed it', transfersWithinCharge(store)),
    rule('every balance transaction has its source and every settled source its transaction', sourcesMatch(store)),
  ];
  return { ok: rules.every(({ ok }) => ok), rules };
}

function rule(name: string, faults: string[]): Finding {
  return { rule: name, ok: faults.length === 0, faults };
}

function balancesMatch(store: Store): string[] {
  const sums = new Map<string, { available: number; pending: number }>();
  for (const { account, value } of store.rows('balance_transaction')) {
    const id = balanceId(account, value.currency);
    const sum = sums.get(id) ?? { available: 0, pending: 0 };
    sum[value.status === 'available' ? 'available' : 'pending'] += value.net;
    sums.set(id, sum);
  }
  const ids = new Set([...sums.keys(), ...store.rows('balance').map(({ id }) => id)]);
  return [...ids].filter((id) => {
    const sum = sums.get(id);
    const kept = store.get('balance', id);
    return sum?.available !== kept?.available || sum?.pending !== kept?.pending;
  });
}

/** Not against the clock, which ticks on between a due task and this question, but against the pending tasks. */
function overduePending(store: Store): string[] {
  const scheduled = new Set(
    store
      .rows('task')
      .filter(({ value }) => value.kind === 'funds.release')
      .map(({ value }) => `${value.subject}@${value.dueAtMs}`),
  );
  return store
    .rows('balance_transaction')
    .filter(({ value }) => value.status === 'pending')
    .filter(({ account, value }) => !scheduled.has(`${account}@${value.available_on * 1000}`))
    .map(({ id }) => id);
}

function transfersBalance(store: Store): string[] {
  return store
    .rows('transfer')
    .filter(({ value }) => {
      const taken = store.get('balance_transaction', idOf(value.balance_transaction));
      const payment = store.row('charge', idOf(value.destination_payment));
      const given = store.row('balance_transaction', idOf(payment?.value.balance_transaction));
      return taken?.net !== -value.amount || given?.value.net !== value.amount || given.account !== value.destination;
    })
    .map(({ id }) => id);
}

function transfersWithinCharge(store: Store): string[] {
  const sums = new Map<string, number>();
  for (const { value } of store.rows('transfer')) {
    if (value.source_transaction === null) continue;
    const source = idOf(value.source_transaction);
    sums.set(source, (sums.get(source) ?? 0) + value.amount - value.amount_reversed);
  }
  return [...sums]
    .filter(([id, sum]) => {
      const charge = store.get('charge', id);
      const settled = store.get('balance_transaction', idOf(charge?.balance_transaction));
      return settled !== undefined && sum > settled.amount;
    })
    .map(([id]) => id);
}

function sourcesMatch(store: Store): string[] {
  const orphans = store
    .rows('balance_transaction')
    .filter(({ id, value }) => !bookedBy(store, idOf(value.source)).includes(id))
    .map(({ id }) => id);
  return orphans;
}

/** The transactions a source knows of: its own, and the one of a payment that came back. */
function bookedBy(store: Store, source: string): unknown[] {
  const charge = store.get('charge', source);
  if (charge !== undefined) return [charge.balance_transaction, charge.failure_balance_transaction];
  return [(store.get('transfer', source) ?? store.get('topup', source))?.balance_transaction];
}
