import { parseYaml } from '#platform/kernel';
import { MANIFEST_LIMITS, type FundingManifest, type ManifestChannel } from './funding-manifest.js';
import { isObject, isWebAddress } from './manifest-fields.js';
import { ManifestInvalidError, ManifestUnknownError } from './manifest.errors.js';
import type { ManifestWarnings } from './manifest-warnings.js';
import { CUSTOM, PLATFORM_KEYS, mostValues, nameAt } from './platforms.js';
import { withoutMailAddresses } from './without-addresses.js';

/** How YAML writes that there is nothing; all scalars are read as texts, so that no name turns into a number or a truth. */
const NOTHING = ['', '~', 'null', 'Null', 'NULL'];
const BARE_ADDRESS = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?$/i;

/**
 * `.github/FUNDING.yml`: names at platforms, and addresses.
 * @throws MalformedYamlError, YamlAliasForbiddenError, TooDeepError, ManifestUnknownError, ManifestInvalidError
 */
export function readFundingYml(text: string, warnings: ManifestWarnings): FundingManifest {
  const documents = parseYaml(text, { maxDepth: MANIFEST_LIMITS.depth }, 'texts');
  if (documents.length > 1) throw new ManifestInvalidError('---', 'one document');
  const root = withoutMailAddresses(documents[0] ?? {}, warnings);
  if (root === '') return manifestOf([]);
  if (!isObject(root)) throw new ManifestUnknownError();
  warnings.add('UNKNOWN_KEY', Object.keys(root).filter((key) => !PLATFORM_KEYS.includes(key)).length);
  return manifestOf(PLATFORM_KEYS.flatMap((key) => channelsAt(key, valuesOf(root[key]), warnings)));
}

function manifestOf(channels: readonly ManifestChannel[]): FundingManifest {
  return { kind: 'funding_yml', version: null, entity: null, projects: [], channels, plans: [], history: [] };
}

function channelsAt(key: string, values: readonly unknown[], warnings: ManifestWarnings): ManifestChannel[] {
  const addresses = new Set<string>();
  for (const value of values) {
    const address = key === CUSTOM ? customAddress(value, warnings) : nameOrNull(key, value);
    if (address === null) warnings.add('INVALID_VALUE');
    else addresses.add(address);
  }
  return warnings
    .first([...addresses], mostValues(key))
    .map((address) => ({ guid: null, type: key, address, description: null }));
}

/** One value or several; of a list that was written as a text, which people do, its items. */
function valuesOf(value: unknown): readonly unknown[] {
  const items = typeof value === 'string' ? (listInText(value) ?? [value]) : Array.isArray(value) ? value : [value];
  return items
    .map((item: unknown) => (typeof item === 'string' ? item.trim() : item))
    .filter((item) => item !== undefined && item !== null && !NOTHING.includes(item as string));
}

function listInText(text: string): readonly string[] | null {
  const [, inner] = /^\s*\[([^[\]]*)\]\s*$/.exec(text) ?? [];
  return inner === undefined ? null : inner.split(',').map((item) => item.trim().replace(/^(["'])(.*)\1$/, '$2'));
}

function nameOrNull(key: string, value: unknown): string | null {
  return typeof value === 'string' ? nameAt(key, value) : null;
}

function customAddress(value: unknown, warnings: ManifestWarnings): string | null {
  if (typeof value !== 'string') return null;
  if (isWebAddress(value)) return value;
  const address = `https://${value}`;
  if (!BARE_ADDRESS.test(value) || !isWebAddress(address)) return null;
  warnings.add('ASSUMED_HTTPS');
  return address;
}
