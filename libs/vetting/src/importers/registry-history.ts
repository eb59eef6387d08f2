import type { Moment } from '../events/moment.js';

/** One version of a package, as any registry shows it. Null is "the registry does not say". */
export interface RegistryVersion {
  readonly version: string;
  readonly at: Moment;
  readonly publisher: string | null;
  readonly hasProvenance: boolean | null;
  /** Commit that the publisher names; it proves nothing by itself. */
  readonly commit: string | null;
  readonly owners: readonly string[] | null;
  readonly dependencies: readonly string[] | null;
  readonly hasInstallScript: boolean | null;
}

export interface RegistryHistory {
  /** Package URL without a version. */
  readonly packageUrl: string;
  readonly name: string;
  readonly source: string;
  readonly takenAt: Moment;
  /** Accounts with the addresses that the registry shows for them. */
  readonly addresses: readonly (readonly [account: string, mail: string])[];
  /** Owners of the package when the snapshot was taken; null when the registry does not say. */
  readonly owners: readonly string[] | null;
  /** By time. */
  readonly versions: readonly RegistryVersion[];
}

export function byTime(versions: readonly RegistryVersion[]): RegistryVersion[] {
  return [...versions].sort((one, other) => one.at.from - other.at.from || (one.version < other.version ? -1 : 1));
}

/** How projects call the tag of a version. */
export function tagsOfVersion(name: string, version: string): string[] {
  const short = name.slice(name.lastIndexOf('/') + 1);
  return [
    ...new Set([
      version,
      `v${version}`,
      `${name}@${version}`,
      `${short}@${version}`,
      `${short}-${version}`,
      `${short}-v${version}`,
    ]),
  ];
}

/** The same of a package URL without a version: `pkg:npm/%40scope/name`. */
export function tagsOfPackage(packageUrl: string, version: string): string[] {
  const name = packageUrl.slice(packageUrl.indexOf('/') + 1).replace(/^%40/, '@');
  return tagsOfVersion(name, version);
}
