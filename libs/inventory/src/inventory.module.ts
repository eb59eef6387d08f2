import { Module } from '@nestjs/common';
import { Config } from '#platform/config';
import { CatalogModule } from '#libs/catalog';
import { ConformanceQueries } from './conformance/conformance.queries.js';
import { ConformanceService } from './conformance/conformance.service.js';
import { ConformanceThreads } from './conformance/conformance-threads.js';
import { ComponentQueries } from './component.queries.js';
import { InventoryJobs } from './inventory.jobs.js';
import { InventoryQueries } from './inventory.queries.js';
import { InventoryReaderService } from './inventory-reader.service.js';
import { PackageUsesService } from './package-uses.service.js';
import { ProductsService } from './products.service.js';
import { ReadingThreads } from './reading/reading-threads.js';
import { UploadFiles } from './upload-files.js';
import { UploadsService } from './uploads.service.js';

@Module({
  imports: [CatalogModule],
  providers: [
    ProductsService,
    UploadsService,
    UploadFiles,
    InventoryReaderService,
    InventoryQueries,
    ComponentQueries,
    PackageUsesService,
    ReadingThreads,
    ConformanceQueries,
    ConformanceService,
    {
      provide: ConformanceThreads,
      useFactory: (config: Config) => new ConformanceThreads(config.get('SPDX_SCHEMAS') ?? null),
      inject: [Config],
    },
    InventoryJobs,
  ],
  exports: [ProductsService, UploadsService, UploadFiles, InventoryQueries, ComponentQueries, PackageUsesService],
})
export class InventoryModule {}
