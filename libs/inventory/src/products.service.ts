import { Injectable } from '@nestjs/common';
import { actorOf, assertBelongs } from '#libs/identity';
import { UnitOfWork, clear, isDatabaseError } from '#platform/database';
import { clearanceOf, newId, type Id, type Principal } from '#platform/kernel';
import { InvalidBusinessWeightError, ProductExistsError, ProductNotFoundError } from './inventory.errors.js';
import { EXPOSURE_RULE } from './exposure.js';

const UNIQUE_VIOLATION = '23505';

@Injectable()
export class ProductsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Something that a company ships. Its weight says how much it means to the company; 1 is ordinary. */
  async create(
    principal: Principal,
    organisationId: Id<'org'>,
    name: string,
    businessWeight: number,
  ): Promise<Id<'prd'>> {
    assertBelongs(principal, organisationId);
    // A token of one product makes no second one.
    if (principal.kind === 'token' && principal.productId !== null) throw new ProductNotFoundError();
    const { minimum, maximum } = EXPOSURE_RULE.businessWeight;
    if (!(businessWeight >= minimum && businessWeight <= maximum))
      throw new InvalidBusinessWeightError(minimum, maximum);
    try {
      return await this.unitOfWork.run(actorOf(principal), async (tx) => {
        await clear(tx, clearanceOf(principal));
        const id = newId<'prd'>();
        await tx.manager.query(
          'INSERT INTO product (id, organisation_id, name, business_weight, created_at) VALUES ($1, $2, $3, $4, $5)',
          [id, organisationId, name, businessWeight, tx.now.toISOString()],
        );
        tx.audit('product', id, 'create', { organisationId });
        return id;
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new ProductExistsError();
      throw error;
    }
  }
}
