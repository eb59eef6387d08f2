import { Module } from '@nestjs/common';
import { CatalogGraphqlModule } from '#libs/catalog/graphql';
import { asParent, scoped, type FieldPolicy } from '#platform/graphql';
import { InventoryModule } from '../inventory.module.js';
import { InventoriesResolver } from './inventories.resolver.js';
import { ProductsResolver } from './products.resolver.js';
import { UploadsResolver } from './uploads.resolver.js';

export { ComponentConnection, ComponentType } from './component.type.js';

@Module({
  imports: [InventoryModule, CatalogGraphqlModule],
  providers: [ProductsResolver, UploadsResolver, InventoriesResolver],
})
export class InventoryGraphqlModule {}

const reads = scoped('inventory:read');
const writes = scoped('inventory:write');

export const inventoryPolicy: FieldPolicy = {
  'Query.productsOf': reads,
  'Query.upload': scoped('inventory:read', 'inventory:write'),
  'Query.inventoriesOf': reads,
  'Query.componentsOf': reads,
  'Query.inventoryDifference': reads,
  'Query.packageUses': reads,
  'Product.*': asParent,
  'Inventory.*': asParent,
  'InventoryConnection.*': asParent,
  'InventoryEdge.*': asParent,
  'InventoryDocument.*': asParent,
  'InventoryQuality.*': asParent,
  'DocumentQuality.*': asParent,
  'QualityFigure.*': asParent,
  'DocumentConformance.*': asParent,
  'ConformanceError.*': asParent,
  'InventoryWarning.*': asParent,
  'Component.*': asParent,
  'ComponentConnection.*': asParent,
  'ComponentEdge.*': asParent,
  'PackageChange.*': asParent,
  'PackageChangeConnection.*': asParent,
  'PackageChangeEdge.*': asParent,
  'PackageUse.*': asParent,
  'Upload.*': asParent,
  // A token that may only upload sees what became of its upload, and not what was found in it.
  'Upload.inventory': reads,
  'UploadRefusal.*': asParent,
  'UploadProgress.*': asParent,
  'Mutation.createProduct': writes,
  'Mutation.updateProduct': writes,
  'Mutation.archiveProduct': writes,
  'Mutation.restoreProduct': writes,
  'Mutation.restoreInventory': writes,
  'Mutation.createUpload': writes,
  'CreateProductPayload.*': asParent,
  'UpdateProductPayload.*': asParent,
  'ArchiveProductPayload.*': asParent,
  'RestoreProductPayload.*': asParent,
  'RestoreInventoryPayload.*': asParent,
  'CreateUploadPayload.*': asParent,
};
