import { claimNoticeDue, type ClaimNotice } from '#platform/contracts';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

/** Tells people what became of a claim to a project, each once. `day` is the one until which something can be done. */
export async function tellPeople(
  tx: Tx,
  people: Iterable<Id<'usr'>>,
  facts: { readonly projectId: Id<'prj'>; readonly notice: ClaimNotice; readonly day?: Date },
): Promise<void> {
  const { projectId, notice, day } = facts;
  const [project] = await tx.manager.query<{ name: string }[]>('SELECT name FROM project WHERE id = $1', [projectId]);
  for (const personId of new Set(people))
    tx.emit(claimNoticeDue, {
      personId,
      notice,
      project: project!.name,
      day: day === undefined ? null : day.toISOString().slice(0, 10),
    });
}
