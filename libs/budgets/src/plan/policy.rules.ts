import { NEED_KINDS } from '#libs/needs';
import { InvalidBudgetPolicyError } from '../budget.errors.js';
import type { BudgetPolicy } from './policy.js';

/** More than any plan needs, and what one page of a form can hold. */
const MOST_RULES = 200;
/** The largest amount that a plan may have: see `readAllocationPlan`. */
const MOST_MINOR = 10n ** 16n;
const IDS = { prj: /^prj_[0-7][0-9a-hjkmnp-tv-z]{25}$/, need: /^need_[0-7][0-9a-hjkmnp-tv-z]{25}$/ };

/** What a budget begins with; the concentration limit that is proposed is a quarter of the cap, kept as an amount. */
export function defaultPolicy(capMinor: string): BudgetPolicy {
  const quarter = BigInt(capMinor) / 4n;
  return {
    capMinor,
    lineLimitMinor: null,
    concentrationMinor: (quarter > 0n ? quarter : 1n).toString(),
    needKinds: [...NEED_KINDS],
    excluded: [],
    boosts: [],
    floors: [],
    addedByHand: [],
    focus: 'DEFAULT',
    mode: 'hold',
    blockMinor: '100',
    minTrancheMinor: '0',
    fallback: 'ROLL_OVER',
  };
}

/** @throws InvalidBudgetPolicyError naming the first rule that no run could follow */
export function assertPolicy(policy: BudgetPolicy): void {
  const { lineLimitMinor, concentrationMinor } = policy;
  for (const [name, minor, least] of [
    ['cap', policy.capMinor, 1n],
    ['lineLimit', lineLimitMinor ?? '1', 1n],
    ['concentration', concentrationMinor ?? '1', 1n],
    ['block', policy.blockMinor, 1n],
    ['minTranche', policy.minTrancheMinor, 0n],
  ] as const)
    assertAmount(name, minor, least);
  for (const { minor } of policy.floors) assertAmount('floors', minor, 1n);
  assertDistinct('needKinds', policy.needKinds);
  if (policy.needKinds.length === 0) throw new InvalidBudgetPolicyError('needKinds');
  assertIds(
    'excluded',
    'prj',
    policy.excluded.map(({ projectId }) => projectId),
  );
  assertIds(
    'boosts',
    'prj',
    policy.boosts.map(({ projectId }) => projectId),
  );
  assertIds(
    'floors',
    'need',
    policy.floors.map(({ needId }) => needId),
  );
  assertIds('addedByHand', 'need', policy.addedByHand);
  for (const { percent } of policy.boosts)
    if (!Number.isInteger(percent) || percent < 50 || percent > 200) throw new InvalidBudgetPolicyError('boosts');
  for (const { reason } of policy.excluded)
    if (reason.length < 1 || reason.length > 500) throw new InvalidBudgetPolicyError('excluded');
}

function assertAmount(rule: string, minor: string, least: bigint): void {
  if (!/^[0-9]{1,17}$/.test(minor) || BigInt(minor) < least || BigInt(minor) > MOST_MINOR)
    throw new InvalidBudgetPolicyError(rule);
}

/** An id of another kind would be a rule that nothing ever meets. */
function assertIds(rule: string, of: keyof typeof IDS, ids: readonly string[]): void {
  if (ids.length > MOST_RULES || !ids.every((id) => IDS[of].test(id))) throw new InvalidBudgetPolicyError(rule);
  assertDistinct(rule, ids);
}

function assertDistinct(rule: string, values: readonly string[]): void {
  if (new Set(values).size < values.length) throw new InvalidBudgetPolicyError(rule);
}
