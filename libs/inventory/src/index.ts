export type { Conformance, ConformanceError, NotCheckedReason } from './conformance/conformance.js';
export { ConformanceService } from './conformance/conformance.service.js';
export { ComponentQueries } from './component.queries.js';
export { ConformanceThreads } from './conformance/conformance-threads.js';
export { percentOf } from './conformance/percent.js';
export { documentQuality, type DocumentQuality } from './reading/inventory-rows.js';
export type { DependencyGraph, DocumentFormat, GraphComponent, PackageIdentity } from './dependency-graph.js';
export type { DocumentWarning, DocumentWarningCode, WarningSummary } from './document-warnings.js';
export { EXPOSURE_RULE, exposure, type Exposure, type ProductUse, type ProjectUse } from './exposure.js';
export {
  graphMetrics,
  groupMetrics,
  type DependencyScope,
  type GraphMetrics,
  type GroupMetrics,
} from './graph-metrics.js';
export { DEFAULT_DOCUMENT_LIMITS } from './document-limits.js';
export * from './inventory.errors.js';
export { inventoryMessages } from './messages.en.js';
export { readUpload, type ReadUpload } from './bundle/read-upload.js';
export { inspectUpload, type Inspection } from './inspection.js';
export { readDocument } from './readers/read-document.js';
export { InventoryModule } from './inventory.module.js';
export {
  CURRENT_INVENTORIES,
  InventoryQueries,
  type ProductRow,
  type ProjectUses,
  type UploadRow,
} from './inventory.queries.js';
export { packagesInUse, type PackageInUse } from './packages-in-use.js';
export { ProductsService } from './products.service.js';
export { InventoryReaderService } from './inventory-reader.service.js';
export { UPLOAD_PATH, UploadsService } from './uploads.service.js';
export { UploadFiles } from './upload-files.js';
