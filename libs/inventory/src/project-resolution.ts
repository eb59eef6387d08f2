import { packageKey, parsePackageUrl, type PackageUrl } from './package-url.js';

/** A source repository, in the form in which hosts compare: lower case, no scheme, no ".git". */
export interface RepositoryReference {
  readonly host: string;
  /** `owner/name`, or a longer path on hosts with nested groups. */
  readonly path: string;
}

/**
 * How a package is looked up, without looking anything up. Catalogue and alias keys are tried first, in order; then
 * the repository; what is left is queued for a person (domain rule 3.1c).
 */
export interface ResolutionPlan {
  /** Keys for the catalogue and for its table of aliases, best first. */
  readonly keys: readonly string[];
  /** Found by rule alone, without knowledge about the package. */
  readonly repository: RepositoryReference | null;
  /**
   * `distribution`: the purl names a distribution's package and not the project itself; a mapping to the upstream
   * project is needed. `manual`: nothing names a project in public. `catalogue`: an ordinary package.
   */
  readonly fallback: 'catalogue' | 'distribution' | 'manual';
}

const DISTRIBUTION_TYPES: ReadonlySet<string> = new Set(['alpm', 'apk', 'deb', 'rpm']);
const REPOSITORY_HOSTS = new Map([
  ['github', 'github.com'],
  // GitHub's own exports use this unregistered type for workflow actions, which are repositories.
  ['githubactions', 'github.com'],
  ['bitbucket', 'bitbucket.org'],
  ['gitlab', 'gitlab.com'],
]);
/** Hosts whose repositories are exactly `owner/name`, so that a longer module path can be cut. */
const TWO_SEGMENT_HOSTS: ReadonlySet<string> = new Set(['github.com', 'bitbucket.org', 'codeberg.org']);
const VCS_URL = /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/([^@?#]+)/i;

/** The keys under which a package is searched, or the repository that its purl names. Null stands for "no purl". */
export function resolutionPlan(canonicalPurl: string | null): ResolutionPlan {
  if (canonicalPurl === null) return { keys: [], repository: null, fallback: 'manual' };
  const purl = parsePackageUrl(canonicalPurl);
  const repository = repositoryOf(purl);
  const fallback = DISTRIBUTION_TYPES.has(purl.type)
    ? 'distribution'
    : purl.type === 'generic'
      ? 'manual'
      : 'catalogue';
  return { keys: keysOf(purl), repository, fallback };
}

function keysOf(purl: PackageUrl): readonly string[] {
  const key = packageKey(purl);
  // Older tools wrote Go modules in lower case, as the definition then wanted.
  const folded = purl.type === 'golang' ? key.toLowerCase() : key;
  return folded === key ? [key] : [key, folded];
}

function repositoryOf(purl: PackageUrl): RepositoryReference | null {
  const host = REPOSITORY_HOSTS.get(purl.type);
  if (host !== undefined) return purl.namespace === null ? null : reference(host, `${purl.namespace}/${purl.name}`);
  if (purl.type === 'git') return reference(purl.namespace ?? '', purl.name);
  if (purl.type === 'golang' || purl.type === 'swift')
    return repositoryOfModule([purl.namespace, purl.name].filter(Boolean).join('/'));
  const vcsUrl = VCS_URL.exec(purl.qualifiers.get('vcs_url') ?? '');
  return vcsUrl === null ? null : reference(vcsUrl[1]!, vcsUrl[2]!);
}

/** github.com/x/y/v2/sub -> github.com/x/y; vanity paths say nothing and go through the aliases. */
function repositoryOfModule(modulePath: string): RepositoryReference | null {
  const [host = '', owner, name] = modulePath.split('/');
  if (!TWO_SEGMENT_HOSTS.has(host.toLowerCase()) || !owner || !name) return null;
  return reference(host, `${owner}/${name}`);
}

function reference(host: string, path: string): RepositoryReference | null {
  const foldedHost = host.toLowerCase();
  let segments = path
    .toLowerCase()
    .replace(/\.git$/, '')
    .split('/')
    .filter(Boolean);
  if (TWO_SEGMENT_HOSTS.has(foldedHost)) segments = segments.slice(0, 2);
  return segments.length < 2 ? null : { host: foldedHost, path: segments.join('/') };
}
