import type { PackageUrl } from './package-url.js';

const REPOSITORY_HOSTS = new Map([
  ['github', 'github.com'],
  // GitHub's own exports use this unregistered type for workflow actions, which are repositories.
  ['githubactions', 'github.com'],
  ['bitbucket', 'bitbucket.org'],
  ['gitlab', 'gitlab.com'],
]);
/** Hosts whose repositories are exactly `owner/name`, so that a longer path can be cut. */
const TWO_SEGMENT_HOSTS: ReadonlySet<string> = new Set(['github.com', 'bitbucket.org', 'codeberg.org']);
/** `scheme://user@host:port/path`, with what package managers write in front of it. */
const ADDRESS = /^(?:scm:)?(?:git[+:])?(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:@?#\s]+)(?::\d+)?\/([^@?#\s]+)/i;
/** `git@host:owner/name`, as ssh has it. */
const SSH_ADDRESS = /^(?:scm:git:)?[\w.-]+@([^/:\s]+):([^@?#\s]+)/;
/** `github:owner/name`, as package.json has it. */
const SHORTHAND = /^(github|gitlab|bitbucket):([^@?#\s:]+)/i;
/** `host.example/owner/name`, as lists have it. */
const BARE_ADDRESS = /^([\w-]+(?:\.[\w-]+)+)\/([^@?#\s:]+)/;
/** What a forge shows of a repository below this is no part of its address. */
const FORGE_PAGE = '-';
const LONGEST = 500;

/**
 * The address of a source repository in the one form in which addresses compare: `https://host/owner/name` in lower
 * case, without ".git", pages below it, ports and users. Null for what does not name one.
 */
export function repositoryUrlOf(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return null;
  const shorthand = SHORTHAND.exec(trimmed);
  if (shorthand) return canonical(REPOSITORY_HOSTS.get(shorthand[1]!.toLowerCase())!, shorthand[2]!);
  const found = ADDRESS.exec(trimmed) ?? SSH_ADDRESS.exec(trimmed) ?? BARE_ADDRESS.exec(trimmed);
  return found && canonical(found[1]!, found[2]!);
}

/** The repository that a package URL names by itself, without knowledge about the package. */
export function repositoryUrlOfPackage(purl: PackageUrl): string | null {
  const { type, namespace, name } = purl;
  const host = REPOSITORY_HOSTS.get(type);
  if (host !== undefined) return namespace === null ? null : canonical(host, `${namespace}/${name}`);
  if (type === 'git') return canonical(namespace ?? '', name);
  if (type === 'golang' || type === 'swift') return ofModule([namespace, name].filter(Boolean).join('/'));
  const vcsUrl = purl.qualifiers.get('vcs_url');
  return vcsUrl === undefined ? null : repositoryUrlOf(vcsUrl);
}

/** github.com/x/y/v2/sub -> github.com/x/y; vanity paths say nothing and go through the aliases. */
function ofModule(modulePath: string): string | null {
  const [host = '', owner, name] = modulePath.split('/');
  if (!TWO_SEGMENT_HOSTS.has(host.toLowerCase()) || !owner || !name) return null;
  return canonical(host, `${owner}/${name}`);
}

function canonical(host: string, path: string): string | null {
  const foldedHost = host.toLowerCase().replace(/^www\./, '');
  const all = path.toLowerCase().split('/').filter(Boolean);
  const page = all.indexOf(FORGE_PAGE);
  const own = page < 0 ? all : all.slice(0, page);
  const segments = TWO_SEGMENT_HOSTS.has(foldedHost) ? own.slice(0, 2) : own;
  if (segments.length < 2 || !foldedHost.includes('.')) return null;
  return `https://${foldedHost}/${segments.join('/').replace(/\.git$/, '')}`;
}
