import { Gathered } from '#platform/database';
import type { Id } from '#platform/kernel';

/**
 * Which organisations may see how fragile projects are, figure by figure: those that show who they are and have given
 * money. All others see a coarse band, so that an upload of well-known packages is no list of weak spots (T-30). Told by
 * the application, since contexts that know it stand above this one.
 */
export abstract class ExposureClearance {
  private readonly asked = new Gathered<Id<'org'>, boolean>(async (organisationIds) => {
    const cleared = await this.clearedAmong([...new Set(organisationIds)]);
    return organisationIds.map((id) => cleared.has(id));
  });

  abstract clearedAmong(organisationIds: readonly Id<'org'>[]): Promise<ReadonlySet<Id<'org'>>>;

  isCleared(organisationId: Id<'org'>): Promise<boolean> {
    return this.asked.of(organisationId);
  }
}
