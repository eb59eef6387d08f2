import { DAY_MS, addMs } from '#platform/kernel';
import type { Pledge, PledgeMethod } from './pledge.entity.js';

/** A promise that nobody pays ends after this time, and its capacity is free again. Banks and those who order transfers are slow. */
const LAPSE_AFTER_DAYS: Readonly<Record<PledgeMethod, number>> = {
  checkout: 14,
  balance: 14,
  bank: 60,
  invoice: 14,
  saved_method: 14,
};
/** How long a promise waits for the goal of a need that names no day. */
const GOAL_WITHIN_DAYS = 365;

/** When a promise ends that is not paid, and not being paid; one that waits for a goal, with the deadline of its need. */
export function lapsesAt(
  { method, chargeTime, submittedAt }: Pick<Pledge, 'method' | 'chargeTime' | 'submittedAt'>,
  deadline: Date | null,
): Date {
  if (chargeTime === 'now') return addMs(submittedAt, LAPSE_AFTER_DAYS[method] * DAY_MS);
  const latest = addMs(submittedAt, GOAL_WITHIN_DAYS * DAY_MS);
  return deadline !== null && deadline < latest ? deadline : latest;
}
