import type { PackageUrlParts } from '#platform/kernel';

/** php, its extensions and libraries, and Composer itself: they come with the machine. */
export function isPlatformPackage(name: string): boolean {
  return /^(?:php(?:-\S+)?|hhvm|(?:ext|lib)-\S+|composer(?:-\S+)?)$/i.test(name);
}

export function composerPackageUrl(name: string): Omit<PackageUrlParts, 'version'> {
  const slash = name.indexOf('/');
  return { type: 'composer', namespace: slash < 0 ? null : name.slice(0, slash), name: name.slice(slash + 1) };
}
