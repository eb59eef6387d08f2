/** How hosts of code serve a file of the default branch. */
const RAW_FILES: Readonly<Record<string, (owner: string, name: string) => string>> = {
  'github.com': (owner, name) => `https://raw.githubusercontent.com/${owner}/${name}/HEAD`,
  'gitlab.com': (owner, name) => `https://gitlab.com/${owner}/${name}/-/raw/HEAD`,
  'codeberg.org': (owner, name) => `https://codeberg.org/${owner}/${name}/raw/HEAD`,
};

/** Hosts on which everybody may have a repository or a page: their domain is nobody's project. */
const SHARED_HOSTS: ReadonlySet<string> = new Set([
  ...Object.keys(RAW_FILES),
  'bitbucket.org',
  'gitee.com',
  'git.sr.ht',
  'launchpad.net',
  'git.launchpad.net',
  'savannah.gnu.org',
  'sourceforge.net',
]);

export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly host: string;
}

/** Null for an address that is not of a host, an owner and a name. */
export function repositoryOf(repositoryUrl: string): Repository | null {
  const url = new URL(repositoryUrl);
  const [owner, name, ...rest] = url.pathname.split('/').filter(Boolean);
  return owner === undefined || name === undefined || rest.length > 0 ? null : { owner, name, host: url.hostname };
}

/**
 * What comes before the path of a file of the default branch; null for a host whose raw files are not known. `origin` replaces
 * all hosts in local trials; the host then becomes the first part of the path. A default that an owner keeps in another
 * repository is no place: it proves control over that one.
 */
export function rawRoot(repositoryUrl: string, origin: string | undefined): string | null {
  const repository = repositoryOf(repositoryUrl);
  if (!repository) return null;
  const { owner, name, host } = repository;
  return origin === undefined ? (RAW_FILES[host]?.(owner, name) ?? null) : `${origin}/${host}/${owner}/${name}`;
}

/** The address at which a document of somebody's site is read, which in local trials is `origin`. */
export function siteAddress(address: string, origin: string | undefined): string {
  const url = new URL(address);
  return origin === undefined ? url.href : `${origin}/${url.hostname}${url.pathname}`;
}

/** The domains that are the project's own: of its homepage, and of its repository when the host is not for everybody. */
export function ownDomains(repositoryUrl: string, homepageUrl: string | null): readonly string[] {
  const hosts = [...(homepageUrl === null ? [] : [homepageUrl]), repositoryUrl].map((url) => new URL(url).hostname);
  return [...new Set(hosts)].filter((host) => !SHARED_HOSTS.has(host) && /^[a-z0-9.-]+\.[a-z][a-z0-9-]*$/.test(host));
}

/** The form in which two addresses of the same thing are equal: without `git+`, `.git`, a last slash, and capitals. */
export function plainAddress(address: unknown): string | null {
  if (typeof address !== 'string') return null;
  const text = address
    .trim()
    .replace(/^git\+/, '')
    .replace(/^(?:git|ssh):\/\/(?:git@)?/, 'https://');
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, pathname } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return `${hostname}${pathname}`
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
