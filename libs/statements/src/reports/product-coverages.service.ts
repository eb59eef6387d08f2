import { Injectable } from '@nestjs/common';
import { StandingService } from '#libs/matching';
import { asId, type PersonPrincipal } from '#platform/kernel';
import type { Period } from '../period.rules.js';
import { ComplianceReports } from './compliance-reports.service.js';
import { coverageOf, type ProductCoverage } from './coverage.rules.js';

/** How much of what a product stands on its organisation cares for. */
@Injectable()
export class ProductCoverages {
  constructor(
    private readonly reports: ComplianceReports,
    private readonly standing: StandingService,
  ) {}

  /** @throws ProductNotFoundError */
  async of(principal: PersonPrincipal, productId: string, period: Period): Promise<ProductCoverage> {
    const { organisationId, projects } = await this.reports.of(principal, productId, period);
    const ids = projects.map(({ id }) => asId<'prj'>(id));
    return coverageOf(projects, await this.standing.onePersonAmong(principal, asId(organisationId), ids));
  }
}
