import { money, type Money } from '#platform/kernel';
import type { AllocationRun } from './allocation-run.entity.js';

/** What has to be paid in for a run: nothing for one out of the balance, nor for what is there already. */
export function paymentOf({ method, plannedMinor, prepaidMinor, currency }: AllocationRun): Money | null {
  return method === 'balance' || plannedMinor <= prepaidMinor ? null : money(plannedMinor - prepaidMinor, currency);
}
