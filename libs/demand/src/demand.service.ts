import { Injectable } from '@nestjs/common';
import { replaceFigures, type ProjectFigure } from '#libs/catalog';
import { OrganisationDomainsQueries } from '#libs/identity';
import { PledgesQueries } from '#libs/pledges';
import { signalsChanged } from '#platform/contracts';
import { UnitOfWork, clear, type Tx } from '#platform/database';
import { clearanceForOrganisations, systemActor } from '#platform/kernel';
import { DEMAND_BANDS } from './demand.rules.js';

const ACTOR = systemActor('demand.count');
/** Nobody waits for it, and the policies compare each row with each organisation that counts: 1,000 take some seconds. */
const COUNT_TIMEOUT = '10min';

const SOURCE = 'inventories of organisations here';

interface Figure {
  readonly projectId: string;
  /** Lower bounds of bands. */
  readonly organisations: number;
  readonly companies: number;
}

/**
 * $1 and $2: organisations that count, with what each is counted as. $3 and $4: which of them funded which project. $5: the
 * bands. $6: the day. What leaves the statement is the band of a project, and the band of all organisations that count.
 */
const COUNT = `
  WITH counted AS (SELECT * FROM unnest($1::uuid[], $2::text[]) AS entry (organisation_id, domain)),
  funded AS (SELECT * FROM unnest($3::uuid[], $4::uuid[]) AS entry (organisation_id, project_id)),
  allied AS (
    SELECT DISTINCT here.project_id, there.project_id AS other_id
      FROM project_maintainer here JOIN project_maintainer there ON there.person_id = here.person_id
  ), shipped AS (
    SELECT counted.organisation_id, counted.domain, use.project_id, use.depth
      FROM counted
      JOIN product ON product.organisation_id = counted.organisation_id AND product.archived_at IS NULL
      JOIN project_use use ON use.inventory_id = product.current_inventory_id
  ), used AS (
    SELECT use.project_id, use.domain, bool_or(use.depth = 1) AS is_direct
      FROM shipped use
      JOIN funded ON funded.organisation_id = use.organisation_id
     WHERE NOT EXISTS (SELECT 1 FROM allied WHERE allied.project_id = use.project_id AND allied.other_id = funded.project_id)
       AND NOT EXISTS (SELECT 1 FROM membership JOIN project_maintainer maintainer ON maintainer.person_id = membership.person_id
                        WHERE membership.organisation_id = use.organisation_id AND maintainer.project_id = use.project_id)
     GROUP BY use.project_id, use.domain
  ), number AS (
    SELECT project_id, count(*) AS organisations, count(*) FILTER (WHERE is_direct) AS direct FROM used GROUP BY project_id
  ), companies AS (
    SELECT max(band) AS number FROM unnest($5::int[]) AS band WHERE band <= (SELECT count(DISTINCT domain) FROM shipped)
  ), figure AS (
    SELECT project_id, (SELECT max(band) FROM unnest($5::int[]) AS band WHERE band <= number.organisations) AS organisations,
           (SELECT max(band) FROM unnest($5::int[]) AS band WHERE band <= number.direct) AS direct_organisations
      FROM number
  ), kept AS (
    INSERT INTO project_demand (project_id, organisations, direct_organisations, counted_on)
    SELECT project_id, organisations, direct_organisations, $6::date FROM figure WHERE organisations IS NOT NULL
  )
  SELECT project_id AS "projectId", organisations, companies.number AS companies
    FROM figure CROSS JOIN companies WHERE organisations IS NOT NULL`;

/** Counts in how many organisations each project is used: for its maintainers, for calls for adoption, and for scores (ADR 0099, 0115). */
@Injectable()
export class DemandService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly domains: OrganisationDomainsQueries,
    private readonly pledges: PledgesQueries,
  ) {}

  /** Replaces all figures by those of now. The transaction is cleared for the organisations that count, and for no other. */
  async count(): Promise<void> {
    const domainOf = await this.domains.countedAs();
    const funding = await this.pledges.fundedBy([...domainOf.keys()]);
    const ids = [...new Set(funding.map(({ organisationId }) => organisationId))];
    await this.unitOfWork.run(ACTOR, async (tx) => {
      await clear(tx, clearanceForOrganisations(ids));
      await tx.manager.query(`SET LOCAL statement_timeout = '${COUNT_TIMEOUT}'`);
      // Of two runs at once the second replaces what the first one wrote; readers are not stopped.
      await tx.manager.query('LOCK TABLE project_demand IN SHARE ROW EXCLUSIVE MODE');
      await tx.manager.query('DELETE FROM project_demand');
      const figures = await tx.manager.query<Figure[]>(COUNT, [
        ids,
        ids.map((id) => domainOf.get(id)),
        funding.map(({ organisationId }) => organisationId),
        funding.map(({ projectId }) => projectId),
        DEMAND_BANDS,
        tx.now.toISOString().slice(0, 10),
      ]);
      await this.tellScores(tx, figures);
    });
  }

  /** A score is read by many more people than maintainers; it gets the band and nothing finer. */
  private async tellScores(tx: Tx, figures: readonly Figure[]): Promise<void> {
    const signals = figures.flatMap(({ projectId, organisations, companies }): ProjectFigure[] => [
      { projectId, signal: 'companyUse', value: organisations },
      { projectId, signal: 'companiesCounted', value: companies },
    ]);
    await replaceFigures(tx, signals, {
      source: SOURCE,
      signals: ['companyUse', 'companiesCounted'],
      observedAt: tx.now,
      projectId: null,
    });
    tx.emit(signalsChanged, {});
  }
}
