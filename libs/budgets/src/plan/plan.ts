import type { AllocationMode } from '#libs/allocation';
import { totalOf, type RunInputs, type SeenNeed } from './inputs.js';
import { LEAST_TENTHS, boosted, dividedBy, weightOf } from './weights.js';

/** Why a need does not take part at all. */
export type NotInPlan =
  'OTHER_CURRENCY' | 'PROJECT_EXCLUDED' | 'KIND_NOT_LISTED' | 'NOT_VERIFIED' | 'NO_GAP' | 'UNRATED' | 'BELOW_THRESHOLD';

/** A plan as `mainstay allocation preview` reads it from a file. */
export interface PlanFile {
  readonly currency: string;
  readonly budgetMinor: string;
  readonly mode: AllocationMode;
  readonly blockMinor: string;
  readonly needs: readonly PlannedNeed[];
}

interface PlannedNeed {
  readonly id: string;
  readonly weight: string;
  readonly gapMinor: string;
  readonly minTrancheMinor: string;
  readonly floorMinor: string;
  readonly capMinor?: string;
}

/** The plan that follows from what a run saw, with the needs in the order in which they were seen. */
export function planOf(inputs: RunInputs): PlanFile {
  const { policy } = inputs;
  const taking = inputs.needs.filter((need) => reasonAgainst(need, inputs) === null);
  const weights = new Map<string, bigint>();
  const caps = new Map<string, bigint>();
  for (const needs of byProject(taking)) {
    const shares = needs.map(({ goalMinor }) => BigInt(goalMinor));
    const set = (into: Map<string, bigint>, total: bigint): void => {
      dividedBy(total, shares).forEach((part, index) => into.set(needs[index]!.id, part));
    };
    set(weights, projectWeight(needs, inputs));
    if (policy.concentrationMinor !== null) set(caps, BigInt(policy.concentrationMinor));
  }
  const floors = new Map(policy.floors.map(({ needId, minor }) => [needId, minor]));
  return {
    currency: inputs.currency,
    budgetMinor: totalOf(inputs).toString(),
    mode: policy.mode,
    blockMinor: policy.blockMinor,
    needs: taking.map(({ id, gapMinor }) => ({
      id,
      weight: (weights.get(id) ?? 0n).toString(),
      gapMinor,
      minTrancheMinor: policy.minTrancheMinor,
      floorMinor: floors.get(id) ?? '0',
      ...capOf(caps.get(id) ?? null, policy.lineLimitMinor),
    })),
  };
}

/** Why a need has no part in the plan; null when it has. */
export function reasonAgainst(need: SeenNeed, { policy, currency }: RunInputs): NotInPlan | null {
  if (need.currency !== currency) return 'OTHER_CURRENCY';
  if (policy.excluded.some(({ projectId }) => projectId === need.projectId)) return 'PROJECT_EXCLUDED';
  if (!policy.needKinds.includes(need.kind)) return 'KIND_NOT_LISTED';
  // Nobody is there to whom the money could go, whoever has added the need by hand.
  if (!need.isVerified) return 'NOT_VERIFIED';
  // One that is full takes nothing from its neighbours in the project.
  if (BigInt(need.gapMinor) === 0n) return 'NO_GAP';
  if (policy.addedByHand.includes(need.id)) return null;
  if (need.tier === 'UNRATED') return 'UNRATED';
  return need.tenths < LEAST_TENTHS ? 'BELOW_THRESHOLD' : null;
}

function byProject(needs: readonly SeenNeed[]): SeenNeed[][] {
  const groups = new Map<string, SeenNeed[]>();
  for (const need of needs) groups.set(need.projectId, [...(groups.get(need.projectId) ?? []), need]);
  return [...groups.values()];
}

/** The largest of its needs. Whoever adds a need by hand means it to count, so it weighs something with no points too. */
function projectWeight(needs: readonly SeenNeed[], { policy }: RunInputs): bigint {
  const [projectId] = needs.map((need) => need.projectId);
  const percent = policy.boosts.find((boost) => boost.projectId === projectId)?.percent ?? 100;
  const tenths = needs.reduce((most, need) => (need.tenths > most ? need.tenths : most), 0);
  const weight = boosted(weightOf(tenths, policy.focus), percent);
  return weight > 0n ? weight : 1n;
}

function capOf(concentration: bigint | null, lineLimitMinor: string | null): { readonly capMinor?: string } {
  const limits = [concentration, lineLimitMinor === null ? null : BigInt(lineLimitMinor)].filter(
    (limit) => limit !== null,
  );
  if (limits.length === 0) return {};
  return { capMinor: limits.reduce((least, limit) => (limit < least ? limit : least)).toString() };
}
