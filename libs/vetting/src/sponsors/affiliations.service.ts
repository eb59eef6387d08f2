import { Injectable } from '@nestjs/common';
import { actorOf } from '#libs/identity';
import { UnitOfWork, violatedConstraint } from '#platform/database';
import { newId, type Id, type PersonPrincipal } from '#platform/kernel';
import { AffiliationExistsError, AffiliationNotFoundError, TooManyAffiliationsError } from './affiliation.errors.js';
import { affiliationKey } from './affiliation-name.js';
import { AffiliationsRepository } from './affiliations.repository.js';

const MOST_OPEN = 20;

/**
 * What people say to belong to. Nobody has to, nobody checks it and nobody else sees it: of two sponsors who say the same one counts
 * (G02), and that is all that comes of it.
 */
@Injectable()
export class AffiliationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly affiliations: AffiliationsRepository,
  ) {}

  /** @throws AffiliationExistsError, TooManyAffiliationsError */
  async declare(principal: PersonPrincipal, text: string): Promise<Id<'aff'>> {
    const id = newId<'aff'>();
    const name = text.trim();
    const key = affiliationKey(name);
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const count = await this.affiliations.countLocked(tx, principal.personId);
        if (count >= MOST_OPEN) throw new TooManyAffiliationsError(MOST_OPEN);
        await this.affiliations.insert(tx, principal.personId, { id, name, key });
        tx.audit('affiliation', id, 'declare', {});
      });
    } catch (error) {
      throw violatedConstraint(error) === 'affiliation_one_open' ? new AffiliationExistsError() : error;
    }
    return id;
  }

  /** @throws AffiliationNotFoundError */
  async withdraw(principal: PersonPrincipal, id: Id<'aff'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      if (!(await this.affiliations.withdraw(tx, id, principal.personId))) throw new AffiliationNotFoundError();
      tx.audit('affiliation', id, 'withdraw', {});
    });
  }
}
