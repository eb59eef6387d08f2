import { assertSameCurrency, money, type Money } from '#platform/kernel';
import { NeedNotOpenError, PledgeAboveGoalError } from './need.errors.js';
import type { NeedStatus } from './need.states.js';

export interface NeedCapacity {
  readonly status: NeedStatus;
  readonly goal: Money;
  readonly reserved: Money;
  readonly received: Money;
}

/** What is still open: the goal without what is promised and without what has arrived. */
export function remaining({ goal, reserved, received }: NeedCapacity): Money {
  return money(goal.minor - reserved.minor - received.minor, goal.currency);
}

/** Refuses a pledge that the need cannot take: not published, another currency, or more than what is open. */
export function assertTakes(need: NeedCapacity, amount: Money): void {
  if (need.status !== 'published') throw new NeedNotOpenError();
  assertSameCurrency(need.goal, amount);
  const open = remaining(need);
  if (amount.minor > open.minor) throw new PledgeAboveGoalError(open);
}

/** Whether a need can take the whole of an amount that has arrived. */
export function takes(need: NeedCapacity, { minor, currency }: Money): boolean {
  return need.status === 'published' && need.goal.currency === currency && minor <= remaining(need).minor;
}
