import { Module } from '@nestjs/common';
import { CatalogModule } from '#libs/catalog';
import { InventoryJobs } from './inventory.jobs.js';
import { InventoryQueries } from './inventory.queries.js';
import { InventoryReaderService } from './inventory-reader.service.js';
import { ProductsService } from './products.service.js';
import { UploadFiles } from './upload-files.js';
import { UploadsService } from './uploads.service.js';

@Module({
  imports: [CatalogModule],
  providers: [ProductsService, UploadsService, UploadFiles, InventoryReaderService, InventoryQueries, InventoryJobs],
  exports: [ProductsService, UploadsService, UploadFiles, InventoryQueries],
})
export class InventoryModule {}
