import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork } from '#platform/database';
import { newId, type Id, type PersonPrincipal } from '#platform/kernel';
import { RoleGrantNotFoundError } from '../cases/role-grant.errors.js';
import type { GrantStatus } from '../grants/grant-status.js';
import { CommentsClosedError, RoleCommentNotFoundError, TooManyCommentsError } from './role-comment.errors.js';
import { RoleCommentsRepository, type NewRoleComment } from './role-comments.repository.js';

const MOST_OF_ONE = 10;
const OPEN: readonly GrantStatus[] = ['COMMENT_PERIOD', 'VOTING'];

/** What anybody with an account says of a request while it is open to comments (G05). It has no weight of its own: an objection is for peers. */
@Injectable()
export class RoleCommentsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly comments: RoleCommentsRepository,
  ) {}

  /** @throws RoleGrantNotFoundError, CommentsClosedError, TooManyCommentsError */
  async write(principal: PersonPrincipal, comment: Omit<NewRoleComment, 'id'>): Promise<Id<'rcm'>> {
    const id = newId<'rcm'>();
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const standing = await this.comments.standing(tx, comment.grantId, principal.personId);
      if (standing === null) throw new RoleGrantNotFoundError();
      if (!OPEN.includes(standing.status)) throw new CommentsClosedError();
      if (standing.written >= MOST_OF_ONE) throw new TooManyCommentsError(MOST_OF_ONE);
      await this.comments.insert(tx, principal.personId, { id, ...comment });
      tx.audit('roleComment', id, 'write', { grantId: comment.grantId });
    });
    return id;
  }

  /** @throws RoleCommentNotFoundError */
  async withdraw(principal: PersonPrincipal, id: Id<'rcm'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      if (!(await this.comments.withdraw(tx, id, principal.personId))) throw new RoleCommentNotFoundError();
      tx.audit('roleComment', id, 'withdraw', {});
    });
  }
}
