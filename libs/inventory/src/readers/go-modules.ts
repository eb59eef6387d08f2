import type { PackageUrlParts } from '#platform/kernel';

/** The last segment of a module path is the name; a module of one segment has no namespace. */
export function goPackageUrl(path: string): Omit<PackageUrlParts, 'version'> {
  const slash = path.lastIndexOf('/');
  return { type: 'golang', namespace: slash < 0 ? null : path.slice(0, slash), name: path.slice(slash + 1) };
}

export interface GoRequirement {
  readonly path: string;
  readonly version: string;
  readonly isIndirect: boolean;
  readonly at: string;
}

export interface GoReplacement {
  readonly from: string;
  /** Null for every version. */
  readonly fromVersion: string | null;
  readonly to: string;
  /** Null for a folder. */
  readonly toVersion: string | null;
}

/** What is built in the place of each requirement; a later directive for the same module wins, as one for a version does. */
export function replacementsByModule({
  replacements,
}: GoModFile): (path: string, version: string) => GoReplacement | undefined {
  const found = new Map<string, GoReplacement>();
  for (const replacement of replacements)
    found.set(`${replacement.from}@${replacement.fromVersion ?? ''}`, replacement);
  return (path, version) => found.get(`${path}@${version}`) ?? found.get(`${path}@`);
}

/** Directives of a go.mod file that matter here, and the lines that are none. */
export interface GoModFile {
  readonly module: string | null;
  readonly requirements: readonly GoRequirement[];
  readonly replacements: readonly GoReplacement[];
  readonly badLines: readonly string[];
}

const REQUIRE = /^"?([^\s"]+)"?\s+"?(v[^\s"]+)"?$/;
const REPLACE = /^(\S+)(?:\s+(v\S+))?\s+=>\s+(\S+)(?:\s+(v\S+))?$/;
const OTHER_DIRECTIVES = ['go', 'toolchain', 'exclude', 'retract', 'tool', 'godebug', 'ignore'];

/** @param lines of the file, with their numbers */
export function parseGoMod(lines: Iterable<{ readonly line: string; readonly number: number }>): GoModFile {
  const reading = new GoModReading();
  for (const { line, number } of lines) reading.readLine(line, `line ${number}`);
  return reading;
}

class GoModReading implements GoModFile {
  readonly requirements: GoRequirement[] = [];
  readonly replacements: GoReplacement[] = [];
  readonly badLines: string[] = [];
  module: string | null = null;
  /** The directive whose block is open. */
  private block: string | null = null;

  readLine(line: string, at: string): void {
    const comment = line.indexOf('//');
    const content = (comment < 0 ? line : line.slice(0, comment)).trim();
    if (content === '') return;
    const isIndirect = comment >= 0 && /^\/\/\s*indirect\b/.test(line.slice(comment));
    if (this.block !== null) {
      if (content === ')') this.block = null;
      else this.readDirective(this.block, content, isIndirect, at);
      return;
    }
    const space = content.search(/\s/);
    const directive = space < 0 ? content : content.slice(0, space);
    const rest = content.slice(directive.length).trim();
    if (rest === '(') this.block = directive;
    else this.readDirective(directive, rest, isIndirect, at);
  }

  private readDirective(directive: string, rest: string, isIndirect: boolean, at: string): void {
    if (directive === 'module') this.module ??= rest.replaceAll('"', '');
    else if (directive === 'require') this.readRequirement(rest, isIndirect, at);
    else if (directive === 'replace') this.readReplacement(rest, at);
    else if (!OTHER_DIRECTIVES.includes(directive)) this.badLines.push(at);
  }

  private readRequirement(text: string, isIndirect: boolean, at: string): void {
    const [, path, version] = REQUIRE.exec(text) ?? [];
    if (path === undefined || version === undefined) this.badLines.push(at);
    else this.requirements.push({ path, version, isIndirect, at });
  }

  private readReplacement(text: string, at: string): void {
    const [, from, fromVersion = null, to, toVersion = null] = REPLACE.exec(text) ?? [];
    if (from === undefined || to === undefined) this.badLines.push(at);
    else this.replacements.push({ from, fromVersion, to, toVersion });
  }
}
