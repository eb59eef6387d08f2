export { CatalogImportService, type ImportCounts, type ImportSource } from './catalog-import.service.js';
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
export { EnrichmentAttempts } from './enrichment/enrichment-attempts.repository.js';
export { EnrichmentService, type EnrichmentCounts } from './enrichment/enrichment.service.js';
export { isOfRegistry } from './enrichment/package-questions.js';
export { PublicAnswers } from './enrichment/public-answers.repository.js';
export { PublicServices } from './enrichment/public-services.js';
export { CATALOGUE_SHAPES, catalogueRecords } from './facts/catalogue-file.js';
export { IMPORTED_MAPPING, type CatalogueRecord, type ProjectFacts } from './facts/catalogue-facts.js';
export { replaceFigures, type ProjectFigure } from './facts/replace-figures.js';
export {
  OPEN_SIGNALS,
  PERIODS_UNTIL_STALE,
  SIGNALS,
  isNeedToKnow,
  isStale,
  staleFrom,
  type SignalName,
} from './facts/signals.js';
export { ClaimChecks } from './claim-checks.service.js';
export { ClaimsService } from './claims.service.js';
export { SIGNAL_CONTEST } from './contests/signal-contest.states.js';
export { SignalContestsQueries, type ContestRow } from './contests/signal-contests.queries.js';
export { CLAIM } from './claim.states.js';
export { FUNDING_MANIFEST } from './manifests/funding-manifest.states.js';
export { readFundingManifest, type ReadManifest } from './manifests/read-funding-manifest.js';
export { catalogMessages } from './messages.en.js';
