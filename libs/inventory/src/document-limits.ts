/** Bounds on one dependency file. Each is far above real files and far below what hurts a process. */
export interface DocumentLimits {
  readonly maxBytes: number;
  /** Files of one upload. */
  readonly maxFiles: number;
  /** Levels of arrays and objects outside nested components. */
  readonly maxDepth: number;
  /** Levels of components within components. */
  readonly maxComponentNesting: number;
  readonly maxComponents: number;
  readonly maxEdges: number;
  readonly maxNameLength: number;
  readonly maxPackageUrlLength: number;
  /** Warnings that are kept with their place; all are counted. */
  readonly maxWarningsKept: number;
}

export const DEFAULT_DOCUMENT_LIMITS: DocumentLimits = {
  maxBytes: 50 * 1024 * 1024,
  maxFiles: 100,
  maxDepth: 64,
  maxComponentNesting: 1_000,
  maxComponents: 200_000,
  maxEdges: 2_000_000,
  maxNameLength: 512,
  maxPackageUrlLength: 1_024,
  maxWarningsKept: 100,
};
