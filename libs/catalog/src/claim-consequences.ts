import { claimToResolve } from '#platform/contracts';
import type { Tx } from '#platform/database';
import { formatId, type Id } from '#platform/kernel';
import { tellPeople } from './claim-notices.js';
import type { Claim } from './claim.entity.js';
import type { ClaimAction } from './claim.states.js';
import type { ClaimsRepository } from './claims.repository.js';

/** The claimant becomes a maintainer; whoever is one already hears of it. */
export async function begin(
  tx: Tx,
  claims: ClaimsRepository,
  {
    claim,
    action,
    maintainers,
    facts,
  }: {
    readonly claim: Claim;
    readonly action: ClaimAction;
    readonly maintainers: readonly Claim[];
    readonly facts?: Readonly<Record<string, string | null>>;
  },
): Promise<void> {
  const { projectId, personId } = claim;
  claim.verifiedAt = tx.now;
  await claims.change(tx, claim, action, facts);
  await tellPeople(tx, [personId], { projectId, notice: 'verified' });
  await tellPeople(tx, peopleOf(maintainers), { projectId, notice: 'newcomer_verified' });
}

/** Both sides are told, and whoever may decide. */
export async function announceContest(tx: Tx, claim: Claim, maintainers: readonly Claim[]): Promise<void> {
  const { id, projectId, personId } = claim;
  await tellPeople(tx, [personId, ...peopleOf(maintainers)], { projectId, notice: 'contested' });
  tx.emit(claimToResolve, { claimId: formatId('clm', id) });
}

/** Who contested and was found wrong does not speak for the project any more; the decision stands in both rows. */
export async function endContester(
  tx: Tx,
  claims: ClaimsRepository,
  {
    claim,
    maintainers,
    decision,
  }: {
    readonly claim: Claim;
    readonly maintainers: readonly Claim[];
    readonly decision: Pick<Claim, 'resolution' | 'resolvedBy' | 'resolvedAt' | 'resolutionReason'>;
  },
): Promise<void> {
  const contester = maintainers.find(({ personId }) => personId === claim.contestedBy);
  if (!contester) return;
  Object.assign(contester, decision);
  await claims.change(tx, contester, 'dismiss', { resolution: decision.resolution, inFavourOf: claim.id });
}

export function peopleOf(claims: readonly Claim[]): readonly Id<'usr'>[] {
  return claims.map(({ personId }) => personId);
}
