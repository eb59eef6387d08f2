import type { PackageUrlParts } from '#platform/kernel';

/** PEP 503: case, and runs of dots, dashes and underscores, make no difference. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** The purl keeps dots, as its type definition has it; only comparisons go by PEP 503. */
export function pypiPackageUrl(name: string, vcsUrl: string | null = null): Omit<PackageUrlParts, 'version'> {
  return { type: 'pypi', name, qualifiers: vcsUrl === null ? [] : [['vcs_url', vcsUrl]] };
}
