import { csvRecord, formatId } from '#platform/kernel';
import type { ReportedProject } from './compliance-report.js';
import type { ShippedComponent } from './shipped.queries.js';

/** The components of a report, one record each, with the project that a component leads to. */
export async function* componentsCsv(
  components: AsyncIterable<readonly ShippedComponent[]>,
  projects: readonly ReportedProject[],
): AsyncGenerator<string> {
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  yield csvRecord(['name', 'version', 'package_url', 'depth', 'is_direct', 'scope', 'project_id', 'project']);
  for await (const batch of components)
    yield batch
      .map(({ name, version, packageUrl, depth, scope, projectId }) =>
        csvRecord([
          name,
          version,
          packageUrl,
          depth,
          depth === null ? null : depth === 1 ? 'yes' : 'no',
          scope,
          projectId && formatId('prj', projectId),
          projectId && (names.get(projectId) ?? null),
        ]),
      )
      .join('');
}
