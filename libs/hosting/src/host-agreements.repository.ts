import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { HostAgreement } from './host-agreement.entity.js';
import { HostAgreementNotFoundError } from './hosting.errors.js';

@Injectable()
export class HostAgreementsRepository {
  /** Facts that never change need no lock. */
  find(tx: Tx, id: Id<'hag'>): Promise<HostAgreement | null> {
    return tx.manager.findOne(HostAgreement, { where: { id } });
  }

  /** After the custody of its project. */
  async lock(tx: Tx, id: Id<'hag'>): Promise<HostAgreement> {
    const agreement = await tx.manager.findOne(HostAgreement, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!agreement) throw new HostAgreementNotFoundError();
    return agreement;
  }

  async save(tx: Tx, agreement: HostAgreement): Promise<void> {
    const { id, version, status, beganAt, noticeBy, noticeAt, endedBy, endedAt } = agreement;
    const { nextAgreementId, nextPersonId, nextOrganisationId } = agreement;
    const next = { nextAgreementId, nextPersonId, nextOrganisationId };
    await tx.manager.update(
      HostAgreement,
      { id, version },
      { status, beganAt, noticeBy, noticeAt, endedBy, endedAt, ...next, version: version + 1 },
    );
    agreement.version = version + 1;
  }
}
