import { Injectable } from '@nestjs/common';
import { assertBelongs } from '#libs/identity';
import { assertPageSize, decodeCursor, toPage, type Page, type PageRequest } from '#platform/database';
import { clearanceOf, type Id, type Principal } from '#platform/kernel';
import { ExposureAccess } from '../exposure-access.service.js';
import { projectPoints } from '../priority.js';
import { standingOf, type KnownProject } from './known-project.js';
import { RankingService } from './ranking.service.js';
import { RankingsQueries, type ExposureFilter, type StoredWindow } from './rankings.queries.js';

export interface ExposedRow extends KnownProject {
  readonly projectId: Id<'prj'>;
  /** Tenths of the points that the project has without a need, 0 to 900. */
  readonly tenths: number;
}

/** Projects that a company stands on and that ask for nothing: an answer too. */
@Injectable()
export class ExposedProjectsService {
  constructor(
    private readonly queries: RankingsQueries,
    private readonly ranking: RankingService,
    private readonly access: ExposureAccess,
  ) {}

  async page(
    principal: Principal,
    organisationId: Id<'org'>,
    page: PageRequest,
    { withFigures, filter }: Pick<StoredWindow, 'withFigures'> & { readonly filter: ExposureFilter },
  ): Promise<Page<ExposedRow>> {
    assertPageSize(page.first);
    assertBelongs(principal, organisationId);
    const after = page.after === null ? null : (decodeCursor(page.after, ['uuid'])[0] as string);
    const window = { limit: page.first + 1, after, withFigures, reader: this.access.bandReader(principal) };
    const { page: stored, isCleared } = await this.ranking.current(organisationId, () =>
      this.queries.exposures(clearanceOf(principal), organisationId, window, filter),
    );
    const rows = stored.rows.map((row): ExposedRow => {
      const known = standingOf(row, isCleared);
      const points = projectPoints({ ...known, exposure: known.exposure.value });
      return { ...known, projectId: row.projectId, tenths: Math.floor(points * 10 + 0.5) };
    });
    const shown = toPage(rows, page.first, ({ projectId }) => [projectId]);
    const idsOf = (of: readonly ExposedRow[]) => of.map(({ projectId }) => projectId);
    if (isCleared) await this.access.record(principal, organisationId, idsOf(shown.rows));
    else await this.access.recordUnseenBands(principal, idsOf(shown.rows.filter(({ isUnseen }) => isUnseen)));
    return shown;
  }
}
