import { Module } from '@nestjs/common';
import { asParent, scoped, type FieldPolicy } from '#platform/graphql';
import { InventoryModule } from '../inventory.module.js';
import { InventoryResolver } from './inventory.resolver.js';

@Module({ imports: [InventoryModule], providers: [InventoryResolver] })
export class InventoryGraphqlModule {}

export const inventoryPolicy: FieldPolicy = {
  'Query.productsOf': scoped('inventory:read'),
  'Query.upload': scoped('inventory:read', 'inventory:write'),
  'Product.*': asParent,
  'Inventory.*': asParent,
  'Upload.*': asParent,
  'UploadRefusal.*': asParent,
  'Mutation.createProduct': scoped('inventory:write'),
  'Mutation.createUpload': scoped('inventory:write'),
  'CreateProductPayload.*': asParent,
  'CreateUploadPayload.*': asParent,
};
