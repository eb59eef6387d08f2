import { NO_QUALIFIERS, type PackageUrlParts } from '#platform/kernel';

/** An npm name with its scope apart. @param version where it is known already */
export function npmPackageUrl(
  name: string,
  vcsUrl: string | null = null,
  version: string | null = null,
): PackageUrlParts {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  return {
    type: 'npm',
    namespace: slash < 0 ? null : name.slice(0, slash),
    name: name.slice(slash + 1),
    version,
    qualifiers: vcsUrl === null ? NO_QUALIFIERS : [['vcs_url', vcsUrl]],
  };
}
