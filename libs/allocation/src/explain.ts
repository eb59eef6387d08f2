import type { Allocation, AllocationPlan } from './allocation.js';
import { allocate, allocateWithout } from './allocate.js';
import { ineligibilityOf, least } from './contender.js';

/** Why an amount is what it is, in the order in which the parts are told. */
export const ALLOCATION_REASONS = [
  'PROPORTIONAL',
  'LIMITED_BY_GOAL_OR_CAP',
  'MINIMUM_TRANCHE',
  'RECEIVED_FROM_LIMITED',
  'PROMISE',
  'MODE',
  'ROUNDING',
] as const;
export type AllocationReason = (typeof ALLOCATION_REASONS)[number];

export interface AllocationPart {
  readonly reason: AllocationReason;
  /** Negative for what a rule takes away. */
  readonly amount: bigint;
}

/**
 * The parts of each amount, in the order of the needs. They add up to it: the first is the share in proportion to the weight,
 * each further one what the amount is with a rule less what it is without (domain rules 4.5). What is zero is left out, but
 * for the share; a need that can be given nothing has no parts.
 */
export function explain(plan: AllocationPlan, { amounts }: Allocation): AllocationPart[][] {
  const { budget, needs } = plan;
  const eligible = needs.map((need) => ineligibilityOf(need) === null);
  const weights = needs.reduce((sum, { weight }, index) => (eligible[index] ? sum + weight : sum), 0n);
  const unlimited = allocateWithout(plan, { tranches: false, blocks: false, limits: false });
  const finest = allocateWithout(plan, { tranches: false, blocks: false, limits: true });
  const inBlocks = allocateWithout(plan, { tranches: false, blocks: true, limits: true });
  const inTranches = allocateWithout(plan, { tranches: true, blocks: true, limits: true });
  const held = plan.mode === 'hold' ? { amounts } : allocate({ ...plan, mode: 'hold' });
  return needs.map(({ weight, gap, cap }, index) => {
    if (!eligible[index]) return [];
    const share = (budget * weight) / weights;
    const limited = least(share, least(gap, cap ?? gap));
    // A minor unit may be left over when nobody is limited; that is rounding too.
    const leftOver = limited < share ? 0n : unlimited.amounts[index]! - share;
    const received = finest.amounts[index]! - limited - leftOver;
    const of = ({ amounts: found }: Pick<Allocation, 'amounts'>): bigint => found[index]!;
    const parts: Record<AllocationReason, bigint> = {
      PROPORTIONAL: share,
      LIMITED_BY_GOAL_OR_CAP: limited - share,
      MINIMUM_TRANCHE: of(inTranches) - of(inBlocks),
      RECEIVED_FROM_LIMITED: received,
      PROMISE: of(held) - of(inTranches),
      MODE: of({ amounts }) - of(held),
      ROUNDING: of(inBlocks) - of(finest) + leftOver,
    };
    return ALLOCATION_REASONS.map((reason) => ({ reason, amount: parts[reason] })).filter(
      ({ reason, amount }) => reason === 'PROPORTIONAL' || amount !== 0n,
    );
  });
}
