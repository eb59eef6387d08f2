import { NO_QUALIFIERS, type PackageUrlParts } from '#platform/kernel';

/** An npm name with its scope apart. */
export function npmPackageUrl(name: string, vcsUrl: string | null = null): Omit<PackageUrlParts, 'version'> {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  return {
    type: 'npm',
    namespace: slash < 0 ? null : name.slice(0, slash),
    name: name.slice(slash + 1),
    qualifiers: vcsUrl === null ? NO_QUALIFIERS : [['vcs_url', vcsUrl]],
  };
}
