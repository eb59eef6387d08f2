import { Injectable } from '@nestjs/common';
import { organisationTransferExpiryDue } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import { DAY_MS, addMs, hasRole, newId, type Id, type Principal, type StatusChange } from '#platform/kernel';
import { actorOf, assertRole, personOf } from './access.js';
import {
  AlreadyAdminError,
  PersonNotFoundError,
  TransferNotFoundError,
  TransferUnderWayError,
} from './identity.errors.js';
import { addMember, grantRoles, lockRoles, revokeInvitationsOf, takeRolesBut } from './memberships.repository.js';
import { OrganisationTransfer } from './organisation-transfer.entity.js';
import { ORGANISATION_TRANSFER } from './organisation-transfer.states.js';

const LIFETIME_MS = 14 * DAY_MS;
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** An organisation changes hands when an administrator offers it and the other person takes it. */
@Injectable()
export class OrganisationTransfersService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async propose(principal: Principal, organisationId: Id<'org'>, toPersonId: Id<'usr'>): Promise<Id<'otr'>> {
    assertRole(principal, organisationId, ['admin']);
    const fromPersonId = personOf(principal);
    if (fromPersonId === toPersonId) throw new AlreadyAdminError();
    try {
      return await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const id = newId<'otr'>();
        const expiresAt = addMs(tx.now, LIFETIME_MS);
        await tx.manager.insert(OrganisationTransfer, {
          id,
          organisationId,
          fromPersonId,
          toPersonId,
          status: ORGANISATION_TRANSFER.initial,
          proposedAt: tx.now,
          expiresAt,
          decidedAt: null,
          version: 1,
        });
        tx.audit('organisationTransfer', id, 'propose', { organisationId, toPersonId });
        tx.emit(organisationTransferExpiryDue, { transferId: id }, expiresAt);
        return id;
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new TransferUnderWayError();
      if (isDatabaseError(error, [FOREIGN_KEY_VIOLATION])) throw new PersonNotFoundError();
      throw error;
    }
  }

  /** The other side takes over: it becomes administrator, and whoever offered is one no longer. */
  async accept(principal: Principal, id: Id<'otr'>): Promise<Id<'org'>> {
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const transfer = await this.lockedFor(tx, principal, id);
      const { organisationId, fromPersonId, toPersonId } = transfer;
      const change = transfer.apply('accept');
      const [from, to] = [
        { organisationId, personId: fromPersonId },
        { organisationId, personId: toPersonId },
      ];
      const giving = await lockRoles(tx, from);
      // Only who still has it can give it.
      if (!giving.includes('admin')) throw new TransferNotFoundError();
      if (!(await isMember(tx, organisationId, toPersonId))) await addMember(tx, to);
      await grantRoles(tx, to, ['admin', 'member'], fromPersonId);
      await grantRoles(tx, from, ['member'], fromPersonId);
      await takeRolesBut(tx, from, giving.filter((role) => role !== 'admin').concat('member'));
      await revokeInvitationsOf(tx, from);
      await finish(tx, transfer, change);
      return organisationId;
    });
  }

  async decline(principal: Principal, id: Id<'otr'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const transfer = await this.lockedFor(tx, principal, id);
      await finish(tx, transfer, transfer.apply('decline'));
    });
  }

  /** Any administrator of the organisation may take the offer back. */
  async withdraw(principal: Principal, id: Id<'otr'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const transfer = await lock(tx, id);
      if (!transfer || !hasRole(principal, transfer.organisationId, ['admin'])) throw new TransferNotFoundError();
      await finish(tx, transfer, transfer.apply('withdraw'));
    });
  }

  /** The timer: an offer that nobody took in time ends. */
  async expire(tx: Tx, id: Id<'otr'>): Promise<void> {
    const transfer = await lock(tx, id);
    if (transfer?.status === 'proposed') await finish(tx, transfer, transfer.apply('expire'));
  }

  private async lockedFor(tx: Tx, principal: Principal, id: Id<'otr'>): Promise<OrganisationTransfer> {
    const transfer = await lock(tx, id);
    if (transfer?.toPersonId !== personOf(principal)) throw new TransferNotFoundError();
    return transfer;
  }
}

function lock(tx: Tx, id: Id<'otr'>): Promise<OrganisationTransfer | null> {
  return tx.manager.findOne(OrganisationTransfer, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function isMember(tx: Tx, organisationId: Id<'org'>, personId: Id<'usr'>): Promise<boolean> {
  const rows = await tx.manager.query<unknown[]>(
    'SELECT 1 FROM membership WHERE organisation_id = $1 AND person_id = $2',
    [organisationId, personId],
  );
  return rows.length === 1;
}

async function finish(
  tx: Tx,
  { id, status, version }: OrganisationTransfer,
  change: StatusChange<string>,
): Promise<void> {
  await tx.manager.update(OrganisationTransfer, { id, version }, { status, decidedAt: tx.now, version: version + 1 });
  tx.audit('organisationTransfer', id, change.action, change);
}
