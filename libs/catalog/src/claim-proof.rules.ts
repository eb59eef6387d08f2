/** Where a proof may lie in a repository, in the order in which the places are read. */
export const CLAIM_FILE = '.mainstay/claim.txt';
const FUNDING_FILE = '.github/FUNDING.yml';

export type ClaimMethod = 'REPOSITORY_FILE' | 'FUNDING_YML';

export interface ProofPlace {
  readonly method: ClaimMethod;
  readonly address: string;
  readonly maxBytes: number;
  /** The text of a line that proves the claim. */
  readonly proof: (line: string) => string;
}

const PLACES = [
  { method: 'REPOSITORY_FILE', path: CLAIM_FILE, maxBytes: 4_096, proof: (line: string) => line },
  // A comment: whatever else reads the file is not disturbed by it.
  { method: 'FUNDING_YML', path: FUNDING_FILE, maxBytes: 16_384, proof: (line: string) => `# ${line}` },
] as const;

/** How hosts of code serve a file of the default branch. */
const RAW_FILES: Readonly<Record<string, (owner: string, name: string) => string>> = {
  'github.com': (owner, name) => `https://raw.githubusercontent.com/${owner}/${name}/HEAD`,
  'gitlab.com': (owner, name) => `https://gitlab.com/${owner}/${name}/-/raw/HEAD`,
  'codeberg.org': (owner, name) => `https://codeberg.org/${owner}/${name}/raw/HEAD`,
};

/**
 * The places of a repository where a proof is looked for; none for a host whose raw files are not known. `origin`
 * replaces all hosts in local trials; the host then becomes the first part of the path. A default that an owner keeps
 * in another repository is no place: it proves control over that repository.
 */
export function proofPlaces(repositoryUrl: string, origin: string | undefined): readonly ProofPlace[] {
  const url = new URL(repositoryUrl);
  const [owner, name, ...rest] = url.pathname.split('/').filter(Boolean);
  if (owner === undefined || name === undefined || rest.length > 0) return [];
  const root =
    origin === undefined ? RAW_FILES[url.hostname]?.(owner, name) : `${origin}/${url.hostname}/${owner}/${name}`;
  return root === undefined ? [] : PLACES.map(({ path, ...place }) => ({ ...place, address: `${root}/${path}` }));
}

/** The line that the file has to contain. It names the claim, so a token of another claim proves nothing. */
export function claimLine(claimId: string, token: string): string {
  return `mainstay-claim ${claimId} ${token}`;
}

export function provesClaim(fileText: string, line: string): boolean {
  return fileText.split(/\r?\n/).some((candidate) => candidate.trim() === line);
}
