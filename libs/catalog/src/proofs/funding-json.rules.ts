import { plainAddress } from './addresses.js';
import { listOf, objectOf, type Json } from './claim-method.js';

/** The list of manifests that a site or a repository vouches for (FLOSS/fund, funding.json v1). */
export const LISTING = '.well-known/funding-manifest-urls';
/** As the portal of FLOSS/fund reads them. */
const MAX_LISTED = 100;

/** Addresses of a listing: one on each line, and only https. */
export function listedManifests(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .slice(0, MAX_LISTED)
    .map((entry) => entry.trim())
    .filter((entry) => URL.canParse(entry) && new URL(entry).protocol === 'https:');
}

/**
 * Whether an address of the manifest is vouched for: the folder of the manifest is above it on the same host, or below; or
 * the manifest says where the listing lies, and that is under the address. That the listing really holds the manifest is seen
 * by who reads it.
 */
export function isVouchedFor(manifestUrl: string, target: Json): boolean {
  const url = plainAddress(target.url);
  if (url === null) return false;
  const folder = `${plainAddress(new URL('.', manifestUrl).href) ?? ''}/`;
  if (`${url}/`.startsWith(folder) || folder.startsWith(`${url}/`)) return true;
  const listing = plainAddress(target.wellKnown);
  return listing !== null && listing.startsWith(`${url}/`) && listing.endsWith(`/${LISTING}`);
}

export interface ManifestQuestion {
  readonly line: string;
  /** Where the manifest lies for others. */
  readonly manifestUrl: string;
  /** The field of a project in which the claimed address has to stand. */
  readonly field: 'repositoryUrl' | 'webpageUrl';
  readonly claimed: string;
}

/**
 * Whether a manifest of version 1 names the claimed address as that of one of its projects, with provenance, and has a
 * funding channel with the line of the claim. Drips keeps another document under the same name in capitals; it has neither.
 */
export function manifestProves(manifest: Json, { line, manifestUrl, field, claimed }: ManifestQuestion): boolean {
  if (typeof manifest.version !== 'string' || !manifest.version.startsWith('v1.')) return false;
  const names = listOf(manifest.projects).some((project) => {
    const target = objectOf(objectOf(project)[field]);
    return plainAddress(target.url) === plainAddress(claimed) && isVouchedFor(manifestUrl, target);
  });
  if (!names) return false;
  return listOf(objectOf(manifest.funding).channels)
    .map(objectOf)
    .some(({ address, description }) => address === line || description === line);
}
