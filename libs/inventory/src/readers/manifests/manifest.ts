import type { EdgeKind } from '../../dependency-graph.js';
import type { DocumentLimits } from '../../document-limits.js';
import type { SourceDocument } from '../source-document.js';

/** Whose rules of names and versions apply; a purl type. */
export type Ecosystem = 'npm' | 'pypi' | 'composer' | 'golang';

export interface ManifestDependency {
  /** As the manifest writes it; the reader of the lockfile compares by the rules of its ecosystem. */
  readonly name: string;
  /** The version or range asked for, as written; null when none is. */
  readonly requirement: string | null;
  readonly kind: EdgeKind;
}

/** What a package manager's manifest (package.json, pyproject.toml, …) says about the product itself. */
export interface Manifest {
  readonly ecosystem: Ecosystem;
  /** Name of the product; null when the manifest has none. */
  readonly name: string | null;
  readonly dependencies: readonly ManifestDependency[];
}

export interface ManifestReader {
  recognises(document: SourceDocument): boolean;
  /** @throws one of the errors of `inventory.errors.ts` */
  read(document: SourceDocument, limits: DocumentLimits): Manifest;
}
