import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import type { HostAgreement } from './host-agreement.entity.js';
import { ProjectPayoutNotFoundError } from './hosting.errors.js';
import { ProjectPayout } from './project-payout.entity.js';

export async function lockPayout(tx: Tx, id: Id<'ppo'>): Promise<ProjectPayout> {
  const payout = await tx.manager.findOne(ProjectPayout, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!payout) throw new ProjectPayoutNotFoundError();
  return payout;
}

export async function savePayout(tx: Tx, payout: ProjectPayout): Promise<void> {
  const { id, version, status, decidedAt } = payout;
  await tx.manager.update(ProjectPayout, { id, version }, { status, decidedAt, version: version + 1 });
  payout.version = version + 1;
}

/** What is still asked of a host that the project has left. */
export async function endRequests(tx: Tx, { hostId, projectId }: HostAgreement): Promise<void> {
  const open = await tx.manager.find(ProjectPayout, {
    where: { hostId, projectId, status: 'requested' },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  for (const payout of open) {
    const change = payout.apply('end');
    payout.decidedAt = tx.now;
    await savePayout(tx, payout);
    tx.audit('projectPayout', payout.id, 'end', change);
  }
}
