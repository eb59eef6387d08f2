import { parseMoment } from '../events/moment.js';
import type { WarningList } from './import-result.js';
import type { JsonNode } from './json-node.js';
import { byTime, type RegistryHistory, type RegistryVersion } from './registry-history.js';
import type { Snapshot } from './snapshot.js';

/**
 * The JSON of a project at PyPI. It names neither publishers nor dependencies of old versions. `provenance` of a file comes
 * from the index (PEP 740) and may have been merged into the file by whoever took the snapshot.
 * @throws SnapshotMalformedError
 */
export function readPypiProject({ content, source, takenAt }: Snapshot, warnings: WarningList): RegistryHistory {
  const name = content.get('info').get('name').text();
  const versions = content
    .get('releases')
    .entries()
    .flatMap(([version, files]) => {
      const read = versionOf(version, files.items());
      if (read === null) warnings.add('VERSION_WITHOUT_TIME', `${source} ${version}`);
      return read ?? [];
    });
  return {
    packageUrl: `pkg:pypi/${name.toLowerCase().replaceAll(/[-_.]+/g, '-')}`,
    name,
    source,
    takenAt,
    addresses: [],
    owners: ownersOf(content.get('ownership')),
    versions: byTime(versions),
  };
}

/** A version appears with its first file. */
function versionOf(version: string, files: readonly JsonNode[]): RegistryVersion | null {
  const times = files.flatMap(
    (file) => file.get('upload_time_iso_8601').optional((time) => parseMoment(time.text())) ?? [],
  );
  const [at] = times.sort((one, other) => one.from - other.from);
  if (at === undefined) return null;
  const saying = files.filter((file) => file.isObject && Object.hasOwn(file.value as object, 'provenance'));
  const hasProvenance = saying.length === 0 ? null : saying.every((file) => !file.get('provenance').isAbsent);
  return {
    version,
    at,
    publisher: null,
    hasProvenance,
    commit: null,
    owners: null,
    dependencies: null,
    hasInstallScript: null,
  };
}

function ownersOf(ownership: JsonNode): string[] | null {
  if (ownership.isAbsent) return null;
  const roles = ownership.get('roles');
  const people = roles.isAbsent ? [] : roles.items().filter((role) => role.get('role').value === 'Owner');
  const organisation = ownership.get('organization').optional((node) => node.text());
  return [...people.map((role) => role.get('user').text()), ...(organisation === null ? [] : [organisation])];
}
