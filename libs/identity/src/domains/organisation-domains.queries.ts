import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '#platform/database';
import type { Id } from '#platform/kernel';
import { OrganisationDomain } from './organisation-domain.entity.js';
import { registrableDomain } from './registrable-domain.js';

const VERIFIED_AMONG = prepared(
  `SELECT DISTINCT organisation_id AS id FROM organisation_domain WHERE organisation_id = ANY($1) AND status = 'verified'`,
);

@Injectable()
export class OrganisationDomainsQueries {
  constructor(private readonly dataSource: DataSource) {}

  find(id: Id<'odm'>): Promise<OrganisationDomain | null> {
    return this.dataSource.manager.findOne(OrganisationDomain, { where: { id } });
  }

  /** Those that were not removed, in the order of their names. */
  async ofOrganisations(organisationIds: readonly string[]): Promise<OrganisationDomain[]> {
    return this.dataSource.manager
      .createQueryBuilder(OrganisationDomain, 'entry')
      .where(`entry.organisationId = ANY(:organisationIds) AND entry.status <> 'removed'`, { organisationIds })
      .orderBy('entry.domain')
      .getMany();
  }

  /**
   * What each organisation is counted as, where independent ones are: one registrable domain of those that it shows to be its own. It
   * counts once, and who owns one domain counts once too. Organisations that show none are not in it.
   */
  async countedAs(): Promise<ReadonlyMap<Id<'org'>, string>> {
    const rows = await this.dataSource.query<{ organisationId: Id<'org'>; domain: string }[]>(
      `SELECT organisation_id AS "organisationId", domain FROM organisation_domain WHERE status = 'verified' ORDER BY id`,
    );
    const domains = new Map<Id<'org'>, string>();
    for (const { organisationId, domain } of rows) {
      const registered = registrableDomain(domain);
      const known = domains.get(organisationId);
      if (known === undefined || registered < known) domains.set(organisationId, registered);
    }
    return domains;
  }

  /** Which of the organisations have shown that a domain is theirs. */
  async verifiedAmong(organisationIds: readonly string[]): Promise<Id<'org'>[]> {
    const rows = await this.dataSource.query<{ id: Id<'org'> }[]>(VERIFIED_AMONG, [organisationIds]);
    return rows.map(({ id }) => id);
  }

  /** The domain that an organisation showed first to be its own, of those that still are; null when none is. */
  async firstVerified(organisationId: string): Promise<string | null> {
    const rows = await this.dataSource.query<{ domain: string }[]>(
      `SELECT domain FROM organisation_domain WHERE organisation_id = $1 AND status = 'verified' ORDER BY added_at, id LIMIT 1`,
      [organisationId],
    );
    return rows[0]?.domain ?? null;
  }
}
