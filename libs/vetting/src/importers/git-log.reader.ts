import { SnapshotMalformedError } from './importers.errors.js';
import { nulTokens } from './nul-tokens.js';

/**
 * What `git log` is asked for. Every field ends with NUL, which no commit can contain; the first one is a mark, so that a
 * record that breaks off is seen. Parents come before children, or times could not be bounded by them. Merges are shown with
 * the files that are like none of their parents, since a merge can carry what no branch had.
 */
export const GIT_LOG_ARGUMENTS = [
  '--reverse',
  '--topo-order',
  '-z',
  '--raw',
  '--numstat',
  '--no-renames',
  '--abbrev=40',
  '--diff-merges=combined',
  '--root',
  '--no-ext-diff',
  '--no-textconv',
  '--encoding=UTF-8',
  '--no-show-signature',
  '--no-mailmap',
  '--no-decorate',
  '--no-color',
  '--format=tformat:%x01commit%x00%H%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%G?%x00%GF%x00%GK',
] as const;

const MARK = '\u0001commit';
const FIELDS = 11;
const SHA = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const NUMSTAT = /^(\d+|-)\t(\d+|-)\t([\s\S]+)$/;
const RAW = /^(:+)[0-7 ]+ ([0-9a-f .]+) ([A-Z]+)\d*$/;

export interface GitPerson {
  readonly name: string;
  readonly mail: string;
  /** As git wrote it; it may be no date at all. */
  readonly date: string;
}

export interface GitFile {
  readonly path: string;
  /** A added, D deleted, M and others changed; of a merge, what it did against the first parent. */
  readonly status: string;
  /** Ids of the contents; of a merge, `oldBlob` is that of the first parent. Zeros for none. */
  readonly oldBlob: string;
  readonly newBlob: string;
  readonly isBinary: boolean;
}

export interface GitCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: GitPerson;
  readonly committer: GitPerson;
  /** Letter of `%G?` (G good, U good and unknown, E cannot be checked, N none …) and the fingerprint or key id. */
  readonly signature: { readonly status: string; readonly key: string | null };
  readonly files: readonly GitFile[];
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Reads an export that was made with `GIT_LOG_ARGUMENTS`. @throws SnapshotMalformedError */
export async function readGitLog(
  chunks: Chunks,
  source: string,
  onCommit?: (read: number) => void,
): Promise<GitCommit[]> {
  const commits: GitCommit[] = [];
  let record: string[] | null = null;
  let isPathNext = false;
  for await (const piece of nulTokens(chunks, source)) {
    const isField = record !== null && record.length < FIELDS;
    if (piece === MARK && !isField && !isPathNext) {
      if (record !== null) commits.push(commitOf(record, source, commits.length + 1));
      onCommit?.(commits.length);
      record = [];
      continue;
    }
    if (record === null) throw malformed(source, 1, 'a record does not begin with its mark');
    record.push(piece);
    // After the line of a raw difference comes its path, and a path may look like anything.
    isPathNext = !isField && !isPathNext && /^\n?:/.test(piece);
  }
  if (record !== null) commits.push(commitOf(record, source, commits.length + 1));
  return commits;
}

function commitOf(tokens: readonly string[], source: string, number: number): GitCommit {
  if (tokens.length < FIELDS) throw malformed(source, number, 'it breaks off');
  const [sha, parents, an, ae, ai, cn, ce, ci, status, fingerprint, keyId] = tokens as [string, ...string[]];
  const list = parents === '' ? [] : parents!.split(' ');
  if (![sha, ...list].every((id) => SHA.test(id))) throw malformed(source, number, 'its ids are no ids of commits');
  const key = [fingerprint!, keyId!].find((value) => value !== '') ?? null;
  return {
    sha,
    parents: list,
    author: { name: an!, mail: ae!, date: ai! },
    committer: { name: cn!, mail: ce!, date: ci! },
    signature: { status: status!, key },
    files: filesOf(tokens.slice(FIELDS), source, number),
  };
}

function filesOf(tokens: readonly string[], source: string, number: number): GitFile[] {
  const binary = new Set<string>();
  const raw: Omit<GitFile, 'isBinary'>[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!.replace(/^\n/, '');
    if (token === '') continue;
    const stat = NUMSTAT.exec(token);
    if (stat) {
      if (stat[1] === '-') binary.add(stat[3]!);
      continue;
    }
    const path = tokens[(at += 1)];
    const entry = rawOf(token, path);
    if (entry === null) throw malformed(source, number, 'the list of its files cannot be read');
    raw.push(entry);
  }
  return raw.map((file) => ({ ...file, isBinary: binary.has(file.path) }));
}

function rawOf(line: string, path: string | undefined): Omit<GitFile, 'isBinary'> | null {
  const match = RAW.exec(line);
  if (!match || path === undefined) return null;
  const parents = match[1]!.length;
  const ids = line.split(' ').slice(parents + 1, 2 * parents + 2);
  if (ids.length !== parents + 1) return null;
  return { path, status: match[3]![0]!, oldBlob: ids[0]!, newBlob: ids.at(-1)! };
}

function malformed(source: string, record: number, reason: string): SnapshotMalformedError {
  return new SnapshotMalformedError(source, `commit ${String(record)}`, reason);
}
