import { MANIFEST_LIMITS, type FundingManifest, type ManifestChannel } from './funding-manifest.js';
import { ManifestFields, isObject, isWebAddress, type JsonObject } from './manifest-fields.js';
import type { ManifestWarnings } from './manifest-warnings.js';
import { CUSTOM } from './platforms.js';
import { withoutMailAddresses } from './without-addresses.js';

const TYPE = /^[\w .-]{1,32}$/;

/** `funding` of npm: an address, `{type, url}`, or a list of both. Nothing else of the package is looked at. */
export function readPackageJson(root: JsonObject, warnings: ManifestWarnings): FundingManifest {
  const funding = withoutMailAddresses(root.funding ?? [], warnings);
  const items = (Array.isArray(funding) ? (funding as readonly unknown[]) : [funding]).filter((item) => item !== null);
  const channels = items.flatMap((item) => channelOf(item, warnings) ?? []);
  return {
    kind: 'package_json',
    version: null,
    entity: null,
    projects: [],
    channels: warnings.first(channels, MANIFEST_LIMITS.channels),
    plans: [],
    history: [],
  };
}

function channelOf(item: unknown, warnings: ManifestWarnings): ManifestChannel | null {
  if (!isObject(item)) {
    if (typeof item === 'string' && isWebAddress(item)) return channel(CUSTOM, item);
    warnings.add('INVALID_VALUE');
    return null;
  }
  const fields = new ManifestFields(item, warnings);
  fields.countUnknown(['type', 'url']);
  const address = fields.webAddress('url');
  return address === null ? null : channel(fields.matching('type', TYPE) ?? CUSTOM, address);
}

function channel(type: string, address: string): ManifestChannel {
  return { guid: null, type, address, description: null };
}
