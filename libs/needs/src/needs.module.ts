import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '#libs/catalog';
import { HostingModule } from '#libs/hosting';
import { Need } from './need.entity.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsRepository } from './needs.repository.js';
import { NeedsService } from './needs.service.js';
import { PayeesService } from './payees.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Need]), CatalogModule, HostingModule],
  providers: [NeedsService, PayeesService, NeedsRepository, NeedsQueries],
  exports: [NeedsService, PayeesService, NeedsQueries],
})
export class NeedsModule {}
