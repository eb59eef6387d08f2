import { Injectable } from '@nestjs/common';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import type { Id, OrganisationRole, Principal } from '#platform/kernel';
import { actorOf, assertBelongs, assertRole, personOf } from './access.js';
import { LastAdminError } from './identity.errors.js';
import {
  grantRoles,
  lockRoles,
  removeMember,
  revokeInvitationsOf,
  takeRolesBut,
  type Member,
} from './memberships.repository.js';

const NO_ADMIN_LEFT = 'MS010';

/** Who belongs to an organisation, and in which roles. An organisation always keeps an administrator. */
@Injectable()
export class MembershipsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Gives a member exactly these roles. Roles that stay keep their age, which approvals depend on. */
  async changeRoles(principal: Principal, member: Member, roles: readonly OrganisationRole[]): Promise<void> {
    assertRole(principal, member.organisationId, ['admin']);
    await this.change(principal, async (tx) => {
      const before = await lockRoles(tx, member);
      await takeRolesBut(tx, member, roles);
      await grantRoles(tx, member, roles, personOf(principal));
      if (before.includes('admin') && !roles.includes('admin')) await revokeInvitationsOf(tx, member);
      tx.audit('organisation', member.organisationId, 'changeRoles', {
        personId: member.personId,
        from: before,
        to: [...new Set(roles)].sort(),
      });
    });
  }

  async remove(principal: Principal, member: Member): Promise<void> {
    assertRole(principal, member.organisationId, ['admin']);
    await this.end(principal, member, 'removeMember');
  }

  async leave(principal: Principal, organisationId: Id<'org'>): Promise<void> {
    assertBelongs(principal, organisationId);
    await this.end(principal, { organisationId, personId: personOf(principal) }, 'leave');
  }

  private async end(principal: Principal, member: Member, action: 'removeMember' | 'leave'): Promise<void> {
    await this.change(principal, async (tx) => {
      const roles = await lockRoles(tx, member);
      await removeMember(tx, member);
      tx.audit('organisation', member.organisationId, action, { personId: member.personId, roles });
    });
  }

  private async change(principal: Principal, work: (tx: Tx) => Promise<void>): Promise<void> {
    try {
      await this.unitOfWork.run(actorOf(principal), work);
    } catch (error) {
      if (isDatabaseError(error, [NO_ADMIN_LEFT])) throw new LastAdminError();
      throw error;
    }
  }
}
