import { Injectable } from '@nestjs/common';
import { catalogChanged } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { newId, systemActor } from '#platform/kernel';

export interface ImportedProject {
  readonly name: string;
  /** Lower case, without a trailing `.git`. */
  readonly repositoryUrl: string;
  /** The own site, as forge or registry name it; https. */
  readonly homepageUrl?: string;
  readonly purlKeys: readonly string[];
  readonly signals: readonly { readonly signal: string; readonly value: number }[];
}

export interface ImportSource {
  /** Where the facts come from, shown beside each signal. */
  readonly source: string;
  readonly isDemo: boolean;
}

/** A mapping from a list, not yet confirmed by a maintainer. */
const IMPORTED = 60;

@Injectable()
export class CatalogImportService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Adds projects, packages and signals as sets: four statements, whatever the size. Known repositories are kept. */
  async import(projects: readonly ImportedProject[], { source, isDemo }: ImportSource): Promise<void> {
    await this.unitOfWork.run(systemActor('catalog.import'), async (tx) => {
      const now = tx.now.toISOString();
      await tx.manager.query(
        `INSERT INTO project (id, name, repository_url, homepage_url, is_demo, created_at)
         SELECT id, name, url, homepage, $5, $6
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS entry (id, name, url, homepage) ON CONFLICT DO NOTHING`,
        [
          projects.map(() => newId<'prj'>()),
          projects.map(({ name }) => name),
          projects.map(({ repositoryUrl }) => repositoryUrl),
          projects.map(({ homepageUrl }) => homepageUrl ?? null),
          isDemo,
          now,
        ],
      );
      const packages = projects.flatMap(({ repositoryUrl, purlKeys }) =>
        purlKeys.map((key) => [key, repositoryUrl] as const),
      );
      await tx.manager.query(
        `INSERT INTO package (purl_key, project_id, confidence)
         SELECT DISTINCT ON (entry.key) entry.key, project.id, $3::int
           FROM unnest($1::text[], $2::text[]) AS entry (key, url) JOIN project ON project.repository_url = entry.url
         ON CONFLICT DO NOTHING`,
        [packages.map(([key]) => key), packages.map(([, url]) => url), IMPORTED],
      );
      const signals = projects.flatMap(({ repositoryUrl, signals: values }) =>
        values.map((value) => ({ repositoryUrl, ...value })),
      );
      await tx.manager.query(
        `INSERT INTO project_signal (project_id, signal, value, source, observed_at)
         SELECT project.id, entry.signal, entry.value, $4, $5
           FROM unnest($1::text[], $2::text[], $3::float8[]) AS entry (url, signal, value) JOIN project ON project.repository_url = entry.url
         ON CONFLICT ON CONSTRAINT project_signal_pk DO UPDATE SET value = excluded.value, source = excluded.source, observed_at = excluded.observed_at`,
        [
          signals.map((entry) => entry.repositoryUrl),
          signals.map(({ signal }) => signal),
          signals.map(({ value }) => value),
          source,
          now,
        ],
      );
      tx.emit(catalogChanged, {});
      tx.audit('catalog', 'catalog', 'import', { source, isDemo, projects: projects.length });
    });
  }
}
