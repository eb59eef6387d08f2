import type { GitCommit } from './git-log.reader.js';
import { isAddedBinary } from './git-blobs.js';
import { isExecutedAtBuild, lastSegment } from './build-inputs.js';

/** Texts that could make a file: what a build runs, and sources of programs. Data: a row more is a rule more. */
const PROGRAM =
  /\.(awk|bash|bat|c|cc|cjs|cmd|cpp|cs|cxx|go|groovy|h|hpp|java|js|jsx|kt|lua|mjs|php|pl|pm|ps1|py|r|rb|rs|scala|sh|swift|tcl|ts|tsx|zig|zsh)$/i;
const NONE = /^0+$/;
const WORD = /[^\s"'`()[\]{}<>,;:=|&$*?/\\]+/g;

/** A name of several words is never found, so that nothing is known of it. */
function isWord(name: string): boolean {
  return name.match(WORD)?.[0] === name;
}

function isProgram(path: string): boolean {
  return PROGRAM.test(path) || isExecutedAtBuild(path);
}

/** What has to be looked up in the contents of a history, to see whether anything in the tree names a binary. */
export interface WantedMentions {
  /** The last segments of the paths of added binaries. */
  readonly names: ReadonlySet<string>;
  /** Ids of the programs that stood in the tree when a binary came. */
  readonly programs: ReadonlySet<string>;
}

export function wantedMentions(commits: readonly GitCommit[]): WantedMentions {
  const names = new Set<string>();
  const programs = new Set<string>();
  for (const step of programsBeforeBinaries(commits)) {
    for (const { path } of step.commit.files.filter(isAddedBinary)) names.add(lastSegment(path));
    for (const id of step.programs) programs.add(id);
  }
  return { names, programs };
}

/** The names that a program has in it as words of their own. */
export function mentionsIn(text: string, names: ReadonlySet<string>): string[] {
  return [...new Set(text.match(WORD))].filter((word) => names.has(word));
}

/**
 * Whether something in the tree names each added binary, by commit and path. A program that names a file makes it or only
 * reads it, which nobody can see from here; a file that none names has no generator in the tree.
 * @param mentions the names in each program, as `mentionsIn` gives them
 */
export function namedBinaries(
  commits: readonly GitCommit[],
  mentions: ReadonlyMap<string, readonly string[]>,
): (commit: GitCommit, path: string) => boolean {
  const known = new Set<string>();
  const named = new Set<string>();
  for (const { commit, programs } of programsBeforeBinaries(commits)) {
    for (const id of programs) for (const name of mentions.get(id) ?? []) known.add(name);
    for (const { path } of commit.files.filter(isAddedBinary))
      if (known.has(lastSegment(path)) || !isWord(lastSegment(path))) named.add(`${commit.sha} ${path}`);
  }
  return ({ sha }, path) => named.has(`${sha} ${path}`);
}

/** For each commit that adds a binary, the programs that came or changed since the one before it, itself included. */
function* programsBeforeBinaries(
  commits: readonly GitCommit[],
): Generator<{ readonly commit: GitCommit; readonly programs: readonly string[] }> {
  const changed = new Map<string, string>();
  for (const commit of commits) {
    for (const { path, newBlob, isBinary } of commit.files)
      if (!isBinary && isProgram(path) && !NONE.test(newBlob)) changed.set(path, newBlob);
    if (!commit.files.some(isAddedBinary)) continue;
    yield { commit, programs: [...changed.values()] };
    changed.clear();
  }
}
