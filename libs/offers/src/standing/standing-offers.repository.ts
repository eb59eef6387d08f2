import { Injectable } from '@nestjs/common';
import { clear, type Tx } from '#platform/database';
import { clearanceForOrganisation, clearanceForProjects, type Id } from '#platform/kernel';
import { StandingOffer } from './standing-offer.entity.js';

/** Rows of offers, under row-level security: each method says for whom it clears the transaction. */
@Injectable()
export class StandingOffersRepository {
  async insert(tx: Tx, offer: StandingOffer): Promise<void> {
    await clear(tx, clearanceForOrganisation(offer.organisationId));
    await tx.manager.insert(StandingOffer, offer);
  }

  /** Null for one that is not of the organisation. */
  async lockOf(tx: Tx, organisationId: Id<'org'>, id: Id<'sof'>): Promise<StandingOffer | null> {
    await clear(tx, clearanceForOrganisation(organisationId));
    return tx.manager.findOne(StandingOffer, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Open offers to a project, of every organisation, locked, the oldest first. */
  async lockOpen(tx: Tx, projectId: Id<'prj'>): Promise<StandingOffer[]> {
    await clear(tx, clearanceForProjects([projectId]));
    return tx.manager.find(StandingOffer, {
      where: { projectId, status: 'open' },
      order: { openedAt: 'ASC', id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async maintainersOf(tx: Tx, projectId: Id<'prj'>): Promise<Id<'usr'>[]> {
    const rows = await tx.manager.query<{ id: Id<'usr'> }[]>(
      'SELECT DISTINCT person_id AS id FROM project_maintainer WHERE project_id = $1 ORDER BY person_id',
      [projectId],
    );
    return rows.map(({ id }) => id);
  }

  async save(tx: Tx, offer: StandingOffer): Promise<void> {
    const { id, version, status, endedAt, pledgeId, refusalCode, refusedNeedId } = offer;
    await clear(tx, clearanceForOrganisation(offer.organisationId));
    await tx.manager.update(
      StandingOffer,
      { id, version },
      { status, endedAt, pledgeId, refusalCode, refusedNeedId, version: version + 1 },
    );
    offer.version = version + 1;
  }
}
