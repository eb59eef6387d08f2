import { EXPOSURE_RULE, type Exposure } from '#libs/inventory';
import type { NeedFit } from './need-fit.js';
import { printedTenths } from './printed-tenths.js';
import { SCORE_1 } from './score-1.js';
import { strongSignals, type WeightedScore } from './weighted-score.js';

export type PriorityTier = 'HIGH' | 'MEDIUM' | 'LOW' | 'UNRATED';
type PriorityPart = keyof typeof SCORE_1.points;

/** One line of the explanation. `points` are exact, `tenths` are what is printed. */
export interface ExplanationTerm {
  /** Name of a signal, `prior`, or a part of exposure. */
  readonly term: string;
  readonly points: number;
  readonly tenths: number;
}

/** The terms of one of the four parts; their tenths add up to the part's. */
export interface ExplanationPart {
  readonly part: PriorityPart;
  readonly points: number;
  readonly tenths: number;
  readonly terms: readonly ExplanationTerm[];
}

type KnownExposure = Omit<Exposure, 'reasons'>;

export interface PriorityInput {
  readonly exposure: KnownExposure;
  /** In full, or as its band. */
  readonly fragility: WeightedScore<string>;
  readonly criticality: WeightedScore<string>;
  readonly needFit: NeedFit;
}

/** P of a need for a company, with the sum that it is. */
export interface Priority {
  readonly methodId: typeof SCORE_1.methodId;
  /** 0 to 100. */
  readonly points: number;
  /** The printed points in tenths; the parts' tenths add up to it. */
  readonly tenths: number;
  readonly tier: PriorityTier;
  /** Always exposure, fragility, criticality, need fit. */
  readonly parts: readonly ExplanationPart[];
}

/** What decides the order of needs. */
export interface RankedNeed {
  readonly needId: string;
  readonly points: number;
  readonly exposure: number;
  readonly remainingGapMinor: bigint;
}

/** What is printed of some points, which is known as soon as all of them are. */
interface Printed {
  readonly points: number;
  tenths: number;
}

type OpenTerm = ExplanationTerm & Printed;
type OpenPart = ExplanationPart & Printed & { readonly terms: readonly OpenTerm[] };

/**
 * P = 40 E + 30 F + 20 C + 10 N (domain rule 2.5). Null when no product of the company contains the project: such a
 * need can be found, but is not ranked.
 */
export function priority({ exposure, fragility, criticality, needFit }: PriorityInput): Priority | null {
  if (exposure.value <= 0) return null;
  const parts = [
    partOf('exposure', exposureTerms(exposure)),
    partOf('fragility', scoreTerms(fragility, SCORE_1.points.fragility)),
    partOf('criticality', scoreTerms(criticality, SCORE_1.points.criticality)),
    partOf('needFit', needFitTerms(needFit)),
  ];
  const points = priorityPoints({ exposure: exposure.value, fragility, criticality, needFit });
  const tenths = Math.floor(points * 10 + 0.5);
  print(parts, tenths);
  for (const part of parts) print(part.terms, part.tenths);
  const tier = tierOf(points, exposure, fragility, criticality);
  return { methodId: SCORE_1.methodId, points, tenths, tier, parts };
}

interface Valued {
  readonly value: number;
}

/** P without its explanation, 0 to 100: what rankings are stored and sorted by. */
function priorityPoints({ needFit, ...project }: ProjectPoints & { readonly needFit: Valued }): number {
  return projectPoints(project) + SCORE_1.points.needFit * needFit.value;
}

interface ProjectPoints {
  /** In [0, 1]. */
  readonly exposure: number;
  readonly fragility: Valued;
  readonly criticality: Valued;
}

/** The part of P that a project has whether it asks for something or not, 0 to 90. */
export function projectPoints({ exposure, fragility, criticality }: ProjectPoints): number {
  const { points } = SCORE_1;
  return points.exposure * exposure + points.fragility * fragility.value + points.criticality * criticality.value;
}

/** P descending, then E, then the smaller remaining gap, then the id: a total order, so a list never flickers. */
export function compareRankedNeeds(left: RankedNeed, right: RankedNeed): number {
  if (left.points !== right.points) return right.points - left.points;
  if (left.exposure !== right.exposure) return right.exposure - left.exposure;
  if (left.remainingGapMinor !== right.remainingGapMinor) {
    return left.remainingGapMinor < right.remainingGapMinor ? -1 : 1;
  }
  return left.needId < right.needId ? -1 : left.needId > right.needId ? 1 : 0;
}

function partOf(part: PriorityPart, terms: readonly OpenTerm[]): OpenPart {
  let points = 0;
  for (const term of terms) points += term.points;
  return { part, points, tenths: 0, terms };
}

function termOf(term: string, points: number): OpenTerm {
  return { term, points, tenths: 0 };
}

/** Makes the tenths of parts add up to those of the whole. */
function print(parts: readonly Printed[], tenths: number): void {
  const printed = printedTenths(
    parts.map(({ points }) => points),
    tenths,
  );
  for (const [at, part] of parts.entries()) part.tenths = printed[at]!;
}

/** Exposure has a line for breadth, and its strongest product splits into two where its depth is known. */
function exposureTerms({ products, strongest, breadth }: KnownExposure): readonly OpenTerm[] {
  const { strongestShare, breadthShare, depthShare, gatewayShare } = EXPOSURE_RULE;
  const breadthTerm = termOf('breadth', SCORE_1.points.exposure * breadthShare * breadth);
  const maximum = SCORE_1.points.exposure * strongestShare;
  const product = products[0];
  if (product?.depthFactor == null || product.gatewayFactor === null) {
    return [termOf('depthUnknown', maximum * strongest), breadthTerm];
  }
  const reach = maximum * product.relativeWeight * product.scopeFactor;
  return [
    termOf('depth', reach * depthShare * product.depthFactor),
    termOf('gateways', reach * gatewayShare * product.gatewayFactor),
    breadthTerm,
  ];
}

function needFitTerms({ terms }: NeedFit): readonly OpenTerm[] {
  return terms.map(({ signal, weight, value }) => termOf(signal, SCORE_1.points.needFit * weight * value));
}

/** Every signal has its points, and the prior a line of its own, so that the sum is the score. */
function scoreTerms({ terms }: WeightedScore<string>, maximum: number): readonly OpenTerm[] {
  const { prior } = SCORE_1;
  let divisor = 0;
  for (const { weight } of terms) divisor += weight;
  divisor += prior.weight;
  const lines = terms.map(({ signal, weight, value }) => termOf(signal, (maximum * weight * value) / divisor));
  lines.push(termOf('prior', (maximum * prior.weight * prior.value) / divisor));
  return lines;
}

/** A high tier needs evidence, not only points: two strong signs of fragility, and enough known to believe them. */
function tierOf(
  points: number,
  exposure: KnownExposure,
  fragility: WeightedScore<string>,
  criticality: WeightedScore<string>,
): PriorityTier {
  const { high, mediumPoints, unratedConfidence } = SCORE_1.tier;
  const confidence = Math.min(fragility.confidence, criticality.confidence);
  if (confidence < unratedConfidence) return 'UNRATED';
  const strong = strongSignals(fragility.terms);
  const isHigh =
    points >= high.points &&
    confidence >= high.confidence &&
    exposure.value >= high.exposure &&
    strong >= high.strongSignals;
  if (isHigh) return 'HIGH';
  return points >= mediumPoints ? 'MEDIUM' : 'LOW';
}
