export * from './canonical-json.js';
export * from './charges.js';
export * from './clock.js';
export * from './currencies.js';
export * from './domain-error.js';
export { placeOf, type RefusedPlace } from './refused-place.js';
export { grouped } from './grouped.js';
export * from './holding.js';
export * from './ids.js';
export { nestingDepth, parseJsonText, positionAt } from './json-text.js';
export * from './messages.en.js';
export * from './messages.js';
export { amountCells, amountHeads, csvRecord, type Cell } from './csv.js';
export * from './money.js';
export {
  NO_QUALIFIERS,
  basePackageUrl,
  canonicalPackageUrl,
  createPackageUrl,
  formatPackageUrl,
  packageKey,
  packageUrlForms,
  parsePackageUrl,
  type PackageUrl,
  type PackageUrlForms,
  type PackageUrlParts,
} from './package-url.js';
export * from './package-url.errors.js';
export * from './payee.js';
export * from './present.js';
export * from './principal.js';
export { repositoryUrlOf, repositoryUrlOfPackage } from './repository-url.js';
export * from './state-machine.js';
export { storableText } from './storable-text.js';
export * from './text.errors.js';
export * from './units.js';
export { parseYaml } from './yaml-text.js';
