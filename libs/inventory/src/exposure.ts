import { InvalidBusinessWeightError } from './inventory.errors.js';
import type { DependencyScope } from './graph-metrics.js';

/** How one product of a company stands on one project. */
export interface ProductUse {
  readonly productId: string;
  /** What the product means to the company: 0.1 to 10, ordinarily 1. */
  readonly businessWeight: number;
  /** Direct dependencies of the product. */
  readonly directCount: number;
  /** The project's packages in the product, taken together; null when it has none of them. */
  readonly use: ProjectUse | null;
}

export interface ProjectUse {
  readonly depth: number | null;
  readonly gateways: number;
  readonly scope: DependencyScope;
}

type ExposureReason = 'DEPTH_UNKNOWN' | 'SCOPE_UNKNOWN';

/** One product's part in an exposure. All factors are in [0, 1]. */
interface ProductExposure {
  readonly productId: string;
  readonly value: number;
  /** Null when the depth is unknown. */
  readonly depthFactor: number | null;
  readonly gatewayFactor: number | null;
  readonly scopeFactor: number;
  /** Relative to the company's weightiest product. */
  readonly relativeWeight: number;
  readonly reasons: readonly ExposureReason[];
}

export interface Exposure {
  /** E in [0, 1]; 0 when no product contains the project. */
  readonly value: number;
  /** Largest weighted product value, in [0, 1]. */
  readonly strongest: number;
  /** Share of the company's product weight that contains the project, in [0, 1]. */
  readonly breadth: number;
  /** Only products that contain the project, strongest first. */
  readonly products: readonly ProductExposure[];
  readonly reasons: readonly ExposureReason[];
}

/** The constants of domain rule 2.1. */
export const EXPOSURE_RULE = {
  strongestShare: 0.6,
  breadthShare: 0.4,
  depthShare: 0.7,
  gatewayShare: 0.3,
  depthDecay: 0.5,
  minimumDepthFactor: 0.05,
  unknownDepth: 0.35,
  scopeFactor: { runtime: 1, unknown: 1, optional: 0.6, development: 0.3 },
  businessWeight: { minimum: 0.1, maximum: 10 },
} as const;

/**
 * E(company, project) of domain rule 2.1 over all products of a company, one current file each.
 * Where a depth is unknown (a file without edges, or a component to which no root leads) the product counts with a
 * fixed middle value, so what is missing is neither zero nor full.
 * @throws InvalidBusinessWeightError
 */
export function exposure(uses: readonly ProductUse[]): Exposure {
  const { minimum, maximum } = EXPOSURE_RULE.businessWeight;
  if (!uses.every(({ businessWeight: weight }) => weight >= minimum && weight <= maximum)) {
    throw new InvalidBusinessWeightError(minimum, maximum);
  }
  const largestWeight = Math.max(...uses.map(({ businessWeight }) => businessWeight));
  const products = uses.flatMap((product) => {
    return product.use === null ? [] : productExposure(product, product.use, product.businessWeight / largestWeight);
  });
  if (products.length === 0) return { value: 0, strongest: 0, breadth: 0, products, reasons: [] };
  products.sort(
    (left, right) =>
      right.value * right.relativeWeight - left.value * left.relativeWeight ||
      (left.productId < right.productId ? -1 : 1),
  );
  const strongest = products[0]!.value * products[0]!.relativeWeight;
  const containing = uses.filter(({ use }) => use !== null);
  const breadth = totalWeight(containing) / totalWeight(uses);
  return {
    value: EXPOSURE_RULE.strongestShare * strongest + EXPOSURE_RULE.breadthShare * breadth,
    strongest,
    breadth,
    products,
    reasons: [...new Set(products.flatMap(({ reasons }) => reasons))],
  };
}

/** 1 for a direct dependency, halved with every further hop, never below 0.05. @param depth hops from the product, from 1 */
export function depthFactor(depth: number): number {
  return Math.max(EXPOSURE_RULE.minimumDepthFactor, EXPOSURE_RULE.depthDecay ** (depth - 1));
}

/** ln(1 + g) / ln(1 + |D|): 1 when every direct dependency brings the project in. */
export function gatewayFactor(gateways: number, directCount: number): number {
  return directCount === 0 ? 0 : Math.log1p(Math.min(gateways, directCount)) / Math.log1p(directCount);
}

function productExposure(
  { productId, directCount }: ProductUse,
  use: ProjectUse,
  relativeWeight: number,
): ProductExposure {
  const scopeFactor = EXPOSURE_RULE.scopeFactor[use.scope];
  const reasons: ExposureReason[] = use.scope === 'unknown' ? ['SCOPE_UNKNOWN'] : [];
  if (use.depth === null) {
    const value = scopeFactor * EXPOSURE_RULE.unknownDepth;
    const unknown = { depthFactor: null, gatewayFactor: null };
    return { productId, value, ...unknown, scopeFactor, relativeWeight, reasons: ['DEPTH_UNKNOWN', ...reasons] };
  }
  const depth = depthFactor(use.depth);
  const gateways = gatewayFactor(use.gateways, directCount);
  const value = scopeFactor * (EXPOSURE_RULE.depthShare * depth + EXPOSURE_RULE.gatewayShare * gateways);
  return { productId, value, depthFactor: depth, gatewayFactor: gateways, scopeFactor, relativeWeight, reasons };
}

function totalWeight(uses: readonly ProductUse[]): number {
  // Smallest first, so that the order of the products cannot change the last bit of the sum.
  return uses
    .map(({ businessWeight }) => businessWeight)
    .sort((left, right) => left - right)
    .reduce((sum, weight) => sum + weight, 0);
}
