import { Injectable } from '@nestjs/common';
import { OrganisationDomainsQueries } from '#libs/identity';
import { UpkeepService } from '#libs/matching';
import { PledgesQueries } from '#libs/pledges';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceForOrganisations, systemActor } from '#platform/kernel';
import { DEMAND_BANDS } from './demand.rules.js';
import { registrableDomain } from './registrable-domain.js';

const ACTOR = systemActor('demand.count');
/** Nobody waits for it, and the policies compare each row with each organisation that counts: 1,000 take some seconds. */
const COUNT_TIMEOUT = '10min';

/**
 * $1 and $2: organisations that count, with what each is counted as. $3 and $4: which of them funded which project. $5: the
 * bands. $6: the day. $7: projects that nobody maintains, of which calls for adoption tell. For others without a maintainer
 * nothing is kept: nobody could read it.
 */
const COUNT = `
  WITH counted AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS entry (organisation_id, domain)),
  funded AS (SELECT * FROM unnest($3::uuid[], $4::uuid[]) AS entry (organisation_id, project_id)),
  allied AS (
    SELECT DISTINCT here.project_id, there.project_id AS other_id
      FROM project_maintainer here JOIN project_maintainer there ON there.person_id = here.person_id
  ), used AS (
    SELECT use.project_id, counted.domain, bool_or(use.depth = 1) AS is_direct
      FROM counted
      JOIN product ON product.organisation_id = counted.organisation_id AND product.archived_at IS NULL
      JOIN project_use use ON use.inventory_id = product.current_inventory_id
      JOIN funded ON funded.organisation_id = counted.organisation_id
     WHERE (use.project_id = ANY($7::uuid[])
            OR EXISTS (SELECT 1 FROM project_maintainer maintainer WHERE maintainer.project_id = use.project_id))
       AND NOT EXISTS (SELECT 1 FROM allied WHERE allied.project_id = use.project_id AND allied.other_id = funded.project_id)
       AND NOT EXISTS (SELECT 1 FROM membership JOIN project_maintainer maintainer ON maintainer.person_id = membership.person_id
                        WHERE membership.organisation_id = counted.organisation_id AND maintainer.project_id = use.project_id)
     GROUP BY use.project_id, counted.domain
  ), number AS (
    SELECT project_id, count(*) AS organisations, count(*) FILTER (WHERE is_direct) AS direct FROM used GROUP BY project_id
  ), figure AS (
    SELECT project_id, (SELECT max(band) FROM unnest($5::int[]) AS band WHERE band <= number.organisations) AS organisations,
           (SELECT max(band) FROM unnest($5::int[]) AS band WHERE band <= number.direct) AS direct_organisations
      FROM number
  )
  INSERT INTO project_demand (project_id, organisations, direct_organisations, counted_on)
  SELECT project_id, organisations, direct_organisations, $6::date FROM figure WHERE organisations IS NOT NULL`;

/** Projects in use by the organisations that the transaction is cleared for, and for which nobody speaks. */
const WITHOUT_MAINTAINER = `
  SELECT DISTINCT use.project_id AS id
    FROM product JOIN project_use use ON use.inventory_id = product.current_inventory_id
   WHERE product.archived_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM project_maintainer maintainer WHERE maintainer.project_id = use.project_id)`;

/** Counts in how many organisations each project is used, for its maintainers and for calls for adoption (ADR 0099). */
@Injectable()
export class DemandService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly domains: OrganisationDomainsQueries,
    private readonly pledges: PledgesQueries,
    private readonly upkeep: UpkeepService,
  ) {}

  /** Replaces all figures by those of now. The transaction is cleared for the organisations that count, and for no other. */
  async count(): Promise<void> {
    const verified = await this.domains.verified();
    const funding = await this.pledges.fundedBy([...new Set(verified.map(({ organisationId }) => organisationId))]);
    const domainOf = countedAs(verified);
    const ids = [...new Set(funding.map(({ organisationId }) => organisationId))];
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await clear(tx, clearanceForOrganisations(ids));
      await tx.manager.query(`SET LOCAL statement_timeout = '${COUNT_TIMEOUT}'`);
      // Of two runs at once the second replaces what the first one wrote; readers are not stopped.
      await tx.manager.query('LOCK TABLE project_demand IN SHARE ROW EXCLUSIVE MODE');
      await tx.manager.query('DELETE FROM project_demand');
      const unmaintained = await this.unmaintained(tx);
      await tx.manager.query(COUNT, [
        ids,
        ids.map((id) => domainOf.get(id)),
        funding.map(({ organisationId }) => organisationId),
        funding.map(({ projectId }) => projectId),
        DEMAND_BANDS,
        tx.now.toISOString().slice(0, 10),
        unmaintained,
      ]);
    });
  }

  private async unmaintained(tx: Tx): Promise<string[]> {
    const used = await tx.manager.query<{ id: string }[]>(WITHOUT_MAINTAINER);
    const judged = await this.upkeep.of(used.map(({ id }) => id));
    return [...judged].filter(([, { upkeep }]) => upkeep === 'UNMAINTAINED').map(([id]) => id);
  }
}

/** One registrable domain for each organisation: it counts once, and who owns one domain counts once too. */
function countedAs(
  entries: readonly { readonly organisationId: string; readonly domain: string }[],
): ReadonlyMap<string, string> {
  const domains = new Map<string, string>();
  for (const { organisationId, domain } of entries) {
    const registered = registrableDomain(domain);
    const known = domains.get(organisationId);
    if (known === undefined || registered < known) domains.set(organisationId, registered);
  }
  return domains;
}
