export type { DependencyGraph, DocumentFormat, GraphComponent, PackageIdentity } from './dependency-graph.js';
export {
  graphMetrics,
  groupMetrics,
  type DependencyScope,
  type GraphMetrics,
  type GroupMetrics,
} from './graph-metrics.js';
export * from './inventory.errors.js';
export { inventoryMessages } from './messages.en.js';
export * from './package-url.js';
export { readDocument } from './readers/read-document.js';
