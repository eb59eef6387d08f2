import { PersonNotFoundError } from '#libs/identity';
import { UnitOfWork, commit, isDatabaseError, type Tx } from '#platform/database';
import { formatId, systemActor, type Id } from '#platform/kernel';
import { endGrant, insertGrant, lockGrantOf, stands } from './operator-grants.repository.js';
import { tellOperators } from './operator-notices.js';
import { OperatorGrantNotFoundError, OperatorsExistError } from './operator.errors.js';

const RIGHT = 'operator_admin';
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
const NOT_THE_FIRST = 'MS021';

/**
 * What only the machine itself can do, with the rights of the database's owner: make the first administrator of operators, and
 * end one who is lost. The API's role of the database is refused both.
 */
export class FirstOperator {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws OperatorsExistError while there is an administrator, and for the second of two at once; PersonNotFoundError */
  async create(personId: Id<'usr'>): Promise<void> {
    await this.unitOfWork.run(systemActor('cli.admin-create'), async (tx) => {
      const id = await insertFirst(tx, personId);
      tx.audit('operatorGrant', id, 'grantFirst', { personId, right: RIGHT });
      await tellOperators(tx, personId, { notice: 'right_granted', right: RIGHT, subjectId: formatId('ogr', id) });
    });
  }

  /** Break-glass: ends the right of an administrator, the last one too, so that another first one can be made. */
  async end(personId: Id<'usr'>, reason: string): Promise<void> {
    await this.unitOfWork.run(systemActor('cli.admin-end'), async (tx) => {
      const grant = await lockGrantOf(tx, personId, RIGHT);
      if (!grant || !stands(grant, tx.now)) throw new OperatorGrantNotFoundError();
      const { id } = grant;
      await endGrant(tx, id, tx.now, { by: null, reason });
      tx.audit('operatorGrant', id, 'breakGlass', {
        personId,
        right: RIGHT,
        reason: await commit(tx, { type: 'operatorGrant', id }, 'reason', reason),
      });
      await tellOperators(tx, personId, { notice: 'right_revoked', right: RIGHT, subjectId: formatId('ogr', id) });
    });
  }
}

async function insertFirst(tx: Tx, personId: Id<'usr'>): Promise<Id<'ogr'>> {
  try {
    return await insertGrant(tx, personId, RIGHT, { proposalId: null, expiresAt: null });
  } catch (error) {
    if (isDatabaseError(error, [NOT_THE_FIRST, UNIQUE_VIOLATION])) throw new OperatorsExistError();
    if (isDatabaseError(error, [FOREIGN_KEY_VIOLATION])) throw new PersonNotFoundError();
    throw error;
  }
}
