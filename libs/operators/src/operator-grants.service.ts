import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { UnitOfWork, commit } from '#platform/database';
import { formatId, type Id, type Principal } from '#platform/kernel';
import { endGrant, lockHeldGrant, operatorsAt } from './operator-grants.repository.js';
import { tellOperators } from './operator-notices.js';
import { MissingOperatorRightError } from './operator.errors.js';

/** Rights are taken by one operator, since that has to be quick; but never the last administrator's. */
@Injectable()
export class OperatorGrantsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Whoever ends a right may be ending their own. */
  async revoke(principal: Principal, id: Id<'ogr'>, reason: string): Promise<void> {
    const by = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const { personId, right } = await lockHeldGrant(tx, id);
      // Asked again behind the lock: of two that revoke each other the second one is an operator no longer.
      if (!(await operatorsAt(tx, 'operator_admin')).includes(by)) throw new MissingOperatorRightError();
      await endGrant(tx, id, tx.now, { by, reason });
      tx.audit('operatorGrant', id, 'revoke', {
        personId,
        right,
        reason: await commit(tx, { type: 'operatorGrant', id }, 'reason', reason),
      });
      await tellOperators(tx, personId, { notice: 'right_revoked', right, subjectId: formatId('ogr', id) });
    });
  }
}
