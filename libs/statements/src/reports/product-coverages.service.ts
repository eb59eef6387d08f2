import { Injectable } from '@nestjs/common';
import { CatalogQueries } from '#libs/catalog';
import { ExposureClearance } from '#libs/matching';
import type { PersonPrincipal } from '#platform/kernel';
import type { Period } from '../period.rules.js';
import { ComplianceReports } from './compliance-reports.service.js';
import { coverageOf, type ProductCoverage } from './coverage.rules.js';

/** How much of what a product stands on its organisation cares for. */
@Injectable()
export class ProductCoverages {
  constructor(
    private readonly reports: ComplianceReports,
    private readonly catalog: CatalogQueries,
    private readonly clearance: ExposureClearance,
  ) {}

  /** @throws ProductNotFoundError */
  async of(principal: PersonPrincipal, productId: string, period: Period): Promise<ProductCoverage> {
    const { organisationId, projects } = await this.reports.of(principal, productId, period);
    const cleared = await this.clearance.clearedAmong([organisationId]);
    const ofOnePerson = cleared.has(organisationId) ? await this.ofOnePerson(projects.map(({ id }) => id)) : null;
    return coverageOf(projects, ofOnePerson);
  }

  private async ofOnePerson(projectIds: readonly string[]): Promise<ReadonlySet<string>> {
    const signals = await this.catalog.signals(projectIds);
    const alone = signals.filter(({ signal, value }) => signal === 'contributorAbsenceFactor' && value === 1);
    return new Set(alone.map(({ projectId }) => projectId));
  }
}
