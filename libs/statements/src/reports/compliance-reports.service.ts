import { Injectable } from '@nestjs/common';
import { assertBelongs } from '#libs/identity';
import { InventoryQueries, ProductNotFoundError, type ProductRow } from '#libs/inventory';
import { Clock, clearanceOf, parseId, type PersonPrincipal } from '#platform/kernel';
import type { Period } from '../period.rules.js';
import { reportedProjects, type ComplianceReport } from './compliance-report.js';
import { PaidByOrganisationQueries } from './paid-by-organisation.queries.js';
import { ReportedWorkQueries } from './reported-work.queries.js';
import { ShippedQueries } from './shipped.queries.js';

/** What a company can show of one product: a fixed number of statements, whatever it ships. */
@Injectable()
export class ComplianceReports {
  constructor(
    private readonly inventory: InventoryQueries,
    private readonly shipped: ShippedQueries,
    private readonly paid: PaidByOrganisationQueries,
    private readonly work: ReportedWorkQueries,
    private readonly clock: Clock,
  ) {}

  /**
   * For members of the organisation.
   * @param productId as it is known outside
   * @throws ProductNotFoundError also for a product of others
   */
  async of(principal: PersonPrincipal, productId: string, period: Period): Promise<ComplianceReport> {
    const { id, name, organisationId } = await this.own(principal, productId);
    const [inventory, uses, paid, releasedFor] = await Promise.all([
      this.shipped.inventory(organisationId, id, period.to),
      this.shipped.uses(organisationId, id, period.to),
      this.paid.byProject(organisationId, period),
      this.paid.byMilestone(organisationId, period),
    ]);
    const projectIds = [...new Set(uses.map(({ projectId }) => projectId))];
    const [needs, milestones] = await Promise.all([
      this.work.openNeeds(organisationId, projectIds, period.to),
      this.work.acceptedMilestones(organisationId, projectIds, period),
    ]);
    return {
      organisationId,
      productId: id,
      productName: name,
      period,
      generatedAt: this.clock.now(),
      inventory,
      projects: reportedProjects(id, { uses, paid, needs, milestones, releasedFor }),
    };
  }

  private async own(principal: PersonPrincipal, productId: string): Promise<ProductRow> {
    const product = await this.inventory.product(clearanceOf(principal), parseId('prd', productId));
    if (product === null) throw new ProductNotFoundError();
    assertBelongs(principal, product.organisationId);
    return product;
  }
}
