import { Injectable } from '@nestjs/common';
import { actorOf, assertBelongs } from '#libs/identity';
import { inventoryChanged, inventoryRefreshDue } from '#platform/contracts';
import { UnitOfWork, clear, isDatabaseError, type Tx } from '#platform/database';
import { clearanceOf, newId, type Id, type Principal } from '#platform/kernel';
import {
  InvalidBusinessWeightError,
  InventoryNotFoundError,
  ProductArchivedError,
  ProductExistsError,
  ProductNotFoundError,
} from './inventory.errors.js';
import { EXPOSURE_RULE } from './exposure.js';

const UNIQUE_VIOLATION = '23505';

export interface ProductChange {
  readonly name?: string;
  readonly businessWeight?: number;
}

interface LockedProduct {
  readonly organisationId: Id<'org'>;
  readonly currentInventoryId: Id<'inv'> | null;
  readonly isArchived: boolean;
}

/** Things that a company ships. A weight says how much one means to the company; 1 is ordinary. */
@Injectable()
export class ProductsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async create(
    principal: Principal,
    organisationId: Id<'org'>,
    name: string,
    businessWeight: number,
  ): Promise<Id<'prd'>> {
    assertBelongs(principal, organisationId);
    // A token of one product makes no second one.
    if (principal.kind === 'token' && principal.productId !== null) throw new ProductNotFoundError();
    assertWeight(businessWeight);
    return refusingSecondName(() =>
      this.unitOfWork.run(actorOf(principal), async (tx) => {
        await clear(tx, clearanceOf(principal));
        const id = newId<'prd'>();
        await tx.manager.query(
          'INSERT INTO product (id, organisation_id, name, business_weight, created_at) VALUES ($1, $2, $3, $4, $5)',
          [id, organisationId, name, businessWeight, tx.now.toISOString()],
        );
        tx.audit('product', id, 'create', { organisationId });
        return id;
      }),
    );
  }

  async update(principal: Principal, productId: Id<'prd'>, { name, businessWeight }: ProductChange): Promise<void> {
    if (businessWeight !== undefined) assertWeight(businessWeight);
    await refusingSecondName(() =>
      this.change(principal, productId, async (tx, { organisationId }) => {
        await tx.manager.query(
          'UPDATE product SET name = COALESCE($2, name), business_weight = COALESCE($3, business_weight) WHERE id = $1',
          [productId, name ?? null, businessWeight ?? null],
        );
        // The log knows whole numbers only.
        const weight = businessWeight === undefined ? null : String(businessWeight);
        tx.audit('product', productId, 'update', { name: name ?? null, businessWeight: weight });
        if (businessWeight !== undefined) tx.emit(inventoryChanged, { organisationId });
      }),
    );
  }

  /** Takes a product out of all figures; its inventories stay, and it can be taken back. Twice does no harm. */
  async archive(principal: Principal, productId: Id<'prd'>): Promise<void> {
    await this.change(principal, productId, async (tx, { isArchived, organisationId }) => {
      if (isArchived) return;
      await tx.manager.query('UPDATE product SET archived_at = $2 WHERE id = $1', [productId, tx.now.toISOString()]);
      tx.audit('product', productId, 'archive', {});
      tx.emit(inventoryChanged, { organisationId });
    });
  }

  async restore(principal: Principal, productId: Id<'prd'>): Promise<void> {
    await this.change(principal, productId, async (tx, { isArchived, organisationId }) => {
      if (!isArchived) return;
      await tx.manager.query('UPDATE product SET archived_at = NULL WHERE id = $1', [productId]);
      tx.audit('product', productId, 'restore', {});
      tx.emit(inventoryRefreshDue, { organisationId });
      tx.emit(inventoryChanged, { organisationId });
    });
  }

  /** Makes an earlier inventory of a product the current one: the way back after a wrong upload. */
  async restoreInventory(principal: Principal, productId: Id<'prd'>, inventoryId: Id<'inv'>): Promise<void> {
    await this.change(principal, productId, async (tx, { organisationId, currentInventoryId, isArchived }) => {
      if (isArchived) throw new ProductArchivedError();
      const [own] = await tx.manager.query<unknown[]>('SELECT 1 FROM inventory WHERE id = $1 AND product_id = $2', [
        inventoryId,
        productId,
      ]);
      if (own === undefined) throw new InventoryNotFoundError();
      if (currentInventoryId === inventoryId) return;
      await tx.manager.query('UPDATE product SET current_inventory_id = $2 WHERE id = $1', [productId, inventoryId]);
      tx.audit('product', productId, 'restoreInventory', { inventoryId });
      tx.emit(inventoryRefreshDue, { organisationId });
      tx.emit(inventoryChanged, { organisationId });
    });
  }

  private async change(
    principal: Principal,
    productId: Id<'prd'>,
    apply: (tx: Tx, product: LockedProduct) => Promise<void>,
  ): Promise<void> {
    if (principal.kind === 'token' && principal.productId !== null && principal.productId !== productId)
      throw new ProductNotFoundError();
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearanceOf(principal));
      const [product] = await tx.manager.query<LockedProduct[]>(
        `SELECT organisation_id AS "organisationId", current_inventory_id AS "currentInventoryId", archived_at IS NOT NULL AS "isArchived"
           FROM product WHERE id = $1 FOR UPDATE`,
        [productId],
      );
      if (product === undefined) throw new ProductNotFoundError();
      assertBelongs(principal, product.organisationId);
      await apply(tx, product);
    });
  }
}

function assertWeight(businessWeight: number): void {
  const { minimum, maximum } = EXPOSURE_RULE.businessWeight;
  if (!(businessWeight >= minimum && businessWeight <= maximum)) throw new InvalidBusinessWeightError(minimum, maximum);
}

async function refusingSecondName<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new ProductExistsError();
    throw error;
  }
}
