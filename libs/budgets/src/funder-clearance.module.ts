import { Global, Injectable, Module } from '@nestjs/common';
import { OrganisationDomainsQueries } from '#libs/identity';
import { ExposureClearance } from '#libs/matching';
import { PledgesModule, PledgesQueries } from '#libs/pledges';
import type { Id } from '#platform/kernel';

/** Cleared is who shows a domain to be its own and has given money that was accepted. */
@Injectable()
class FunderClearance extends ExposureClearance {
  constructor(
    private readonly domains: OrganisationDomainsQueries,
    private readonly pledges: PledgesQueries,
  ) {
    super();
  }

  async clearedAmong(organisationIds: readonly Id<'org'>[]): Promise<ReadonlySet<Id<'org'>>> {
    const verified = await this.domains.verifiedAmong(organisationIds);
    return new Set(verified.length === 0 ? [] : await this.pledges.fundersAmong(verified));
  }
}

@Global()
@Module({
  imports: [PledgesModule],
  providers: [{ provide: ExposureClearance, useClass: FunderClearance }],
  exports: [ExposureClearance],
})
export class FunderClearanceModule {}
