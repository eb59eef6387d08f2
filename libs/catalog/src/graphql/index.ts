import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog.module.js';
import { ProjectLoader } from './catalog.loaders.js';
import { CatalogResolver } from './catalog.resolver.js';

@Module({ imports: [CatalogModule], providers: [ProjectLoader, CatalogResolver], exports: [ProjectLoader] })
export class CatalogGraphqlModule {}

export { ProjectLoader } from './catalog.loaders.js';
export { catalogPolicy } from './catalog.policy.js';
export { ProjectType } from './project.type.js';
