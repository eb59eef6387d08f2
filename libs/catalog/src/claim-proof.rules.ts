/** Where the proof lies in a repository. */
export const CLAIM_FILE = '.mainstay/claim.txt';
export const MAX_CLAIM_FILE_BYTES = 4_096;

/** How hosts of code serve a file of the default branch. */
const RAW_FILES: Readonly<Record<string, (owner: string, name: string) => string>> = {
  'github.com': (owner, name) => `https://raw.githubusercontent.com/${owner}/${name}/HEAD/${CLAIM_FILE}`,
  'gitlab.com': (owner, name) => `https://gitlab.com/${owner}/${name}/-/raw/HEAD/${CLAIM_FILE}`,
  'codeberg.org': (owner, name) => `https://codeberg.org/${owner}/${name}/raw/HEAD/${CLAIM_FILE}`,
};

/**
 * Address of the claim file of a repository, or null for a host whose raw files are not known. `origin` replaces all
 * hosts in local trials; the host then becomes the first part of the path.
 */
export function claimFileAddress(repositoryUrl: string, origin: string | undefined): string | null {
  const url = new URL(repositoryUrl);
  const [owner, name, ...rest] = url.pathname.split('/').filter(Boolean);
  if (owner === undefined || name === undefined || rest.length > 0) return null;
  if (origin !== undefined) return `${origin}/${url.hostname}/${owner}/${name}/${CLAIM_FILE}`;
  return RAW_FILES[url.hostname]?.(owner, name) ?? null;
}

/** The line that the file has to contain. It names the claim, so a token of another claim proves nothing. */
export function claimLine(claimId: string, token: string): string {
  return `mainstay-claim ${claimId} ${token}`;
}

export function provesClaim(fileText: string, line: string): boolean {
  return fileText.split(/\r?\n/).some((candidate) => candidate.trim() === line);
}
