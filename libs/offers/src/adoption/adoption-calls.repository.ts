import { Injectable } from '@nestjs/common';
import { clear, type Tx } from '#platform/database';
import { clearanceForOrganisation, clearanceForProjects, clearanceForSubject, newId, type Id } from '#platform/kernel';
import { AdoptionCall } from './adoption-call.entity.js';

export interface AdoptionCaller {
  readonly organisationId: Id<'org'>;
  readonly openedBy: Id<'usr'>;
  readonly offerId: Id<'sof'> | null;
}

@Injectable()
export class AdoptionCallsRepository {
  async insert(tx: Tx, call: AdoptionCall, { organisationId, openedBy, offerId }: AdoptionCaller): Promise<void> {
    await clear(tx, clearanceForOrganisation(organisationId));
    await tx.manager.insert(AdoptionCall, call);
    await tx.manager.query(
      'INSERT INTO adoption_caller (call_id, organisation_id, project_id, opened_by, offer_id) VALUES ($1, $2, $3, $4, $5)',
      [call.id, organisationId, call.projectId, openedBy, offerId],
    );
  }

  /** Calls of one organisation for one project follow one another: of two at once the second sees the first. */
  async hasOpen(tx: Tx, organisationId: Id<'org'>, projectId: Id<'prj'>): Promise<boolean> {
    await tx.manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `adoption ${organisationId} ${projectId}`,
    ]);
    await clear(tx, clearanceForOrganisation(organisationId));
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM adoption_call call JOIN adoption_caller caller ON caller.call_id = call.id
        WHERE caller.organisation_id = $1 AND call.project_id = $2 AND call.status = 'open'`,
      [organisationId, projectId],
    );
    return rows.length > 0;
  }

  /** Whether an offer of the organisation waits for the project. */
  async hasOffer(tx: Tx, organisationId: Id<'org'>, projectId: Id<'prj'>, offerId: Id<'sof'>): Promise<boolean> {
    await clear(tx, clearanceForOrganisation(organisationId));
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM standing_offer WHERE id = $1 AND organisation_id = $2 AND project_id = $3 AND status = 'open'`,
      [offerId, organisationId, projectId],
    );
    return rows.length > 0;
  }

  lock(tx: Tx, id: Id<'adc'>): Promise<AdoptionCall | null> {
    return tx.manager.findOne(AdoptionCall, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Open calls for a project, of every organisation, locked. */
  lockOpen(tx: Tx, projectId: Id<'prj'>): Promise<AdoptionCall[]> {
    return tx.manager.find(AdoptionCall, {
      where: { projectId, status: 'open' },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Whose call it is, for somebody of the organisations; null for others. */
  async callerAmong(tx: Tx, id: Id<'adc'>, organisationIds: readonly Id<'org'>[]): Promise<Id<'org'> | null> {
    for (const organisationId of organisationIds) {
      await clear(tx, clearanceForOrganisation(organisationId));
      const rows = await tx.manager.query<unknown[]>('SELECT 1 FROM adoption_caller WHERE call_id = $1', [id]);
      if (rows.length > 0) return organisationId;
    }
    return null;
  }

  /** Whose call it is, for jobs that write to the caller. */
  async callerOf(tx: Tx, { id, projectId }: AdoptionCall): Promise<Id<'org'>> {
    await clear(tx, clearanceForProjects([projectId]));
    const rows = await tx.manager.query<{ id: Id<'org'> }[]>(
      'SELECT organisation_id AS id FROM adoption_caller WHERE call_id = $1',
      [id],
    );
    return rows[0]!.id;
  }

  async save(tx: Tx, call: AdoptionCall): Promise<void> {
    const { id, version, status, endedAt } = call;
    await tx.manager.update(AdoptionCall, { id, version }, { status, endedAt, version: version + 1 });
    call.version = version + 1;
  }

  /** @returns null for somebody who has answered already */
  async answer(tx: Tx, callId: Id<'adc'>, personId: Id<'usr'>, message: string): Promise<Id<'ada'> | null> {
    await clear(tx, clearanceForSubject(personId));
    const rows = await tx.manager.query<{ id: Id<'ada'> }[]>(
      `INSERT INTO adoption_answer (id, call_id, person_id, message, answered_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (call_id, person_id) DO NOTHING RETURNING id`,
      [newId<'ada'>(), callId, personId, message, tx.now.toISOString()],
    );
    return rows[0]?.id ?? null;
  }
}
