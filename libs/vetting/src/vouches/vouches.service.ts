import { Injectable } from '@nestjs/common';
import { PersonNotFoundError, actorOf } from '#libs/identity';
import { UnitOfWork, violatedConstraint } from '#platform/database';
import { newId, type Id, type PersonPrincipal } from '#platform/kernel';
import { TooManyVouchesError, VouchExistsError, VouchNotFoundError, VoucherNotEntitledError } from './vouch.errors.js';
import { VouchesRepository, type NewVouch } from './vouches.repository.js';

const MOST_IN_YEAR = 10;

/** That somebody has worked with a person: one of the ways to show that one is the same person for long (G26). */
@Injectable()
export class VouchesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly vouches: VouchesRepository,
  ) {}

  /** @throws VoucherNotEntitledError, PersonNotFoundError, TooManyVouchesError, VouchExistsError */
  async give(principal: PersonPrincipal, vouch: NewVouch): Promise<Id<'vch'>> {
    const id = newId<'vch'>();
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        await this.vouches.lockVoucher(tx, principal.personId);
        const { isEntitled, isPerson, givenInYear } = await this.vouches.standing(tx, principal.personId, vouch);
        if (!isEntitled || vouch.personId === principal.personId) throw new VoucherNotEntitledError();
        if (!isPerson) throw new PersonNotFoundError();
        if (givenInYear >= MOST_IN_YEAR) throw new TooManyVouchesError(MOST_IN_YEAR);
        await this.vouches.insert(tx, id, principal.personId, vouch);
        tx.audit('vouch', id, 'give', { projectId: vouch.projectId });
      });
    } catch (error) {
      throw violatedConstraint(error) === 'vouch_one_open' ? new VouchExistsError() : error;
    }
    return id;
  }

  /** @throws VouchNotFoundError */
  async withdraw(principal: PersonPrincipal, id: Id<'vch'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      if (!(await this.vouches.withdraw(tx, id, principal.personId))) throw new VouchNotFoundError();
      tx.audit('vouch', id, 'withdraw', {});
    });
  }
}
