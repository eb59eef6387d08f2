export { CatalogImportService, type ImportedProject } from './catalog-import.service.js';
export { NotMaintainerError, ProjectNotFoundError } from './catalog.errors.js';
export { CatalogModule } from './catalog.module.js';
export {
  CatalogQueries,
  NAMED_BY_ITS_PURL,
  type PackageLink,
  type PackageQuestion,
  type ProjectRow,
  type SignalRow,
} from './catalog.queries.js';
export { ClaimChecks } from './claim-checks.service.js';
export { ClaimsService } from './claims.service.js';
export { CLAIM } from './claim.states.js';
export { catalogMessages } from './messages.en.js';
