import { parseMoment } from '../events/moment.js';
import type { WarningList } from './import-result.js';
import type { JsonNode } from './json-node.js';
import { byTime, type RegistryHistory, type RegistryVersion } from './registry-history.js';
import type { Snapshot } from './snapshot.js';

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** The full document of a package in the npm registry (not the abbreviated one, which has no times). @throws SnapshotMalformedError */
export function readPackument({ content, source, takenAt }: Snapshot, warnings: WarningList): RegistryHistory {
  const name = content.get('name').text();
  const times = content.get('time');
  const versions = content
    .get('versions')
    .entries()
    .flatMap(([version, node]) => {
      const at = times.isAbsent ? null : times.get(version).optional((time) => parseMoment(time.text()));
      if (at === null) {
        warnings.add('VERSION_WITHOUT_TIME', `${source} ${version}`);
        return [];
      }
      return [versionOf(version, at, node)];
    });
  return {
    packageUrl: `pkg:npm/${name.replace(/^@/, '%40')}`,
    name,
    source,
    takenAt,
    addresses: [
      content,
      ...content
        .get('versions')
        .entries()
        .map(([, node]) => node),
    ].flatMap(addressesIn),
    owners: namesOf(content.get('maintainers')),
    versions: byTime(versions),
  };
}

function versionOf(version: string, at: RegistryVersion['at'], node: JsonNode): RegistryVersion {
  const user = node.get('_npmUser');
  const dist = node.get('dist');
  const hasAttestations = !dist.isAbsent && !dist.get('attestations').isAbsent;
  const isTrusted = !user.isAbsent && user.isObject && !user.get('trustedPublisher').isAbsent;
  return {
    version,
    at,
    publisher: user.isAbsent ? null : nameOf(user),
    hasProvenance: hasAttestations || isTrusted,
    commit: node.get('gitHead').optional((head) => head.text()),
    owners: namesOf(node.get('maintainers')),
    dependencies: ['dependencies', 'optionalDependencies'].flatMap((key) => keysOf(node.get(key))),
    hasInstallScript:
      node.get('hasInstallScript').value === true ||
      keysOf(node.get('scripts')).some((key) => INSTALL_SCRIPTS.includes(key)),
  };
}

function keysOf(node: JsonNode): string[] {
  return node.isAbsent ? [] : node.entries().map(([key]) => key);
}

function namesOf(node: JsonNode): string[] | null {
  return node.isAbsent ? null : node.list(nameOf);
}

/** `{ name, email }`, or `name <email>` in old documents. */
function nameOf(node: JsonNode): string {
  return node.isObject ? node.get('name').text() : node.text().replace(/\s*<.*$/, '');
}

/** Of owners and publishers, without what a registry leaves out. */
function addressesIn(node: JsonNode): [string, string][] {
  const owners = node.get('maintainers');
  const accounts = [node.get('_npmUser'), ...(owners.isArray ? owners.items() : [])];
  return accounts.flatMap((account): [string, string][] => {
    const mail = account.isObject ? account.get('email').value : null;
    return typeof mail === 'string' && mail.includes('@') ? [[nameOf(account), mail.trim().toLowerCase()]] : [];
  });
}
