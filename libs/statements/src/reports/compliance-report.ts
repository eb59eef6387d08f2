import { exposure, type ProductUse } from '#libs/inventory';
import { SCORE_1 } from '#libs/matching';
import { InvalidPageError, decodeCursor, toPage, type Page, type PageRequest } from '#platform/database';
import { grouped, addMoney, type Id, type Money } from '#platform/kernel';
import type { Period } from '../period.rules.js';
import type { PaidForProject } from './paid-by-organisation.queries.js';
import type { AcceptedMilestone, OpenNeed } from './reported-work.queries.js';
import type { ShippedInventory, ShippedUse } from './shipped.queries.js';

/** By which rules the figures of a report were made. */
export const REPORT_METHODS = { report: 'compliance-1', exposure: SCORE_1.methodId } as const;

/** An accepted milestone, and what of the organisation's money was released for it; null when none was. */
interface ReportedMilestone extends AcceptedMilestone {
  readonly released: Money | null;
}

/** What a report says of one project that the product contains. */
export interface ReportedProject {
  readonly id: Id<'prj'>;
  readonly name: string;
  readonly repositoryUrl: string;
  readonly isClaimed: boolean;
  /** E of the organisation over all of its products, in [0, 1]. */
  readonly exposure: number;
  /** The part of the reported product in it before weights, in [0, 1]. */
  readonly productExposure: number;
  readonly paid: readonly PaidForProject[];
  readonly openNeeds: readonly OpenNeed[];
  readonly milestones: readonly ReportedMilestone[];
}

/** One product in one period. The components are read apart, since there may be very many. */
export interface ComplianceReport {
  readonly organisationId: Id<'org'>;
  readonly productId: Id<'prd'>;
  readonly productName: string;
  readonly period: Period;
  readonly generatedAt: Date;
  /** What it shipped at the end of the period; null when nothing was uploaded before. */
  readonly inventory: ShippedInventory | null;
  /** Largest exposure first. */
  readonly projects: readonly ReportedProject[];
}

export interface ReportFacts {
  readonly uses: readonly ShippedUse[];
  readonly paid: readonly PaidForProject[];
  readonly needs: readonly OpenNeed[];
  readonly milestones: readonly AcceptedMilestone[];
  readonly releasedFor: ReadonlyMap<string, Money>;
}

/** The projects of a report out of what was read, each list in the order in which it was read. */
export function reportedProjects(productId: Id<'prd'>, facts: ReportFacts): readonly ReportedProject[] {
  const paid = grouped(facts.paid, ({ projectId }) => projectId);
  const needs = grouped(facts.needs, ({ projectId }) => projectId);
  const milestones = grouped(facts.milestones, ({ projectId }) => projectId);
  return [...grouped(facts.uses, ({ projectId }) => projectId).values()]
    .map((uses): ReportedProject => {
      const { value, products } = exposure(uses.map(productUse));
      const { projectId: id, projectName: name, repositoryUrl, isClaimed } = uses[0]!;
      return {
        id,
        name,
        repositoryUrl,
        isClaimed,
        exposure: value,
        productExposure: products.find((product) => product.productId === productId)?.value ?? 0,
        paid: paid.get(id) ?? [],
        openNeeds: needs.get(id) ?? [],
        milestones: (milestones.get(id) ?? []).map((milestone) => ({
          ...milestone,
          released: facts.releasedFor.get(milestone.id) ?? null,
        })),
      };
    })
    .sort((left, right) => right.exposure - left.exposure || (left.id < right.id ? -1 : 1));
}

function productUse({ productId, businessWeight, directCount, depth, gateways, scope }: ShippedUse): ProductUse {
  const use = scope === null || gateways === null ? null : { depth, gateways, scope };
  return { productId, businessWeight, directCount, use };
}

/** A page of the projects of a report. @throws InvalidPageError for a cursor of a project that is not in it */
export function pageOfProjects(
  projects: readonly ReportedProject[],
  { first, after }: PageRequest,
): Page<ReportedProject> {
  const known = after === null ? -1 : projects.findIndex(({ id }) => id === decodeCursor(after, ['uuid'])[0]);
  if (after !== null && known < 0) throw new InvalidPageError('after');
  return toPage(projects.slice(known + 1, known + 2 + first), first, ({ id }) => [id]);
}

/** What was paid and what came back over projects, one amount for each currency. */
export function totalsOf(projects: readonly Pick<ReportedProject, 'paid'>[]): {
  readonly paid: readonly Money[];
  readonly returned: readonly Money[];
} {
  const lines = projects.flatMap(({ paid }) => paid);
  return { paid: sumsOf(lines.map(({ paid }) => paid)), returned: sumsOf(lines.map(({ returned }) => returned)) };
}

function sumsOf(amounts: readonly Money[]): Money[] {
  return [...grouped(amounts, ({ currency }) => currency).values()]
    .map((ofCurrency) => ofCurrency.reduce((sum, amount) => addMoney(sum, amount)))
    .filter(({ minor }) => minor !== 0n);
}
