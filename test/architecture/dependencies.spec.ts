import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const RUNTIME_LIMIT = 45;
/** A reason of one or two words explains nothing; "As above." points to one that does. */
const SHORTEST_REASON = 9;

type Versions = Readonly<Record<string, string>>;
type Overrides = Readonly<Record<string, string | Versions>>;

interface Manifest {
  readonly dependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly overrides?: Overrides;
}

/** What is wrong between a package.json and the page that explains it; empty when nothing is. */
function problemsOf(manifest: Manifest, page: string): string[] {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Runtime', Object.keys(manifest.dependencies ?? {})],
    ['Optional', Object.keys(manifest.optionalDependencies ?? {})],
    ['Development', Object.keys(manifest.devDependencies ?? {})],
    ['Overrides', overridden(manifest.overrides ?? {})],
  ];
  const runtime = Object.keys(manifest.dependencies ?? {}).length;
  return [
    ...(runtime > RUNTIME_LIMIT
      ? [`${String(runtime)} runtime dependencies, the limit is ${String(RUNTIME_LIMIT)}`]
      : []),
    ...sections.flatMap(([title, names]) => differences(title, names, linesOf(title, page))),
  ];
}

function differences(title: string, names: readonly string[], lines: readonly (readonly [string, string])[]): string[] {
  const explained = lines.map(([name]) => name);
  return [
    ...names.filter((name) => !explained.includes(name)).map((name) => `${title}: ${name} has no line`),
    ...explained.filter((name) => !names.includes(name)).map((name) => `${title}: ${name} is not in package.json`),
    ...explained.filter((name, index) => explained.indexOf(name) !== index).map((name) => `${title}: ${name} twice`),
    ...lines.filter(([, reason]) => reason.length < SHORTEST_REASON).map(([name]) => `${title}: ${name} has no reason`),
  ];
}

/** `a` for an override everywhere, `a > b` for one of b below a. */
function overridden(overrides: Overrides): string[] {
  return Object.entries(overrides).flatMap(([name, value]) =>
    typeof value === 'string' ? [name] : Object.keys(value).map((below) => `${name} > ${below}`),
  );
}

/** The lines of the table below a heading: what is named, and why. */
function linesOf(title: string, page: string): (readonly [string, string])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)` *\| (.*?) *\|$/gm)].map(([, name, reason]) => [name!, reason!]);
}

describe('the page of the dependencies', () => {
  it('has a reason for everything in package.json, and for nothing else', async () => {
    const manifest = JSON.parse(await readFile(resolve(ROOT, 'package.json'), 'utf8')) as Manifest;
    expect(problemsOf(manifest, await readFile(resolve(ROOT, 'docs/dependencies.md'), 'utf8'))).toEqual([]);
  });

  it('refuses what it would miss otherwise', () => {
    const page = [
      '## Runtime\n\n| `kept` | does something for us |\n| `gone` | does something for us |\n| `vague` | good |\n',
      '## Overrides\n\n| `above > below` | asks for another Node |\n',
    ].join('\n');
    const manifest = {
      dependencies: { kept: '1.0.0', vague: '1.0.0', added: '1.0.0' },
      devDependencies: { tool: '1.0.0' },
      overrides: { above: { below: '1.0.0', other: '1.0.0' } },
    };
    expect(problemsOf(manifest, page)).toEqual([
      'Runtime: added has no line',
      'Runtime: gone is not in package.json',
      'Runtime: vague has no reason',
      'Development: tool has no line',
      'Overrides: above > other has no line',
    ]);
  });

  it('refuses the forty-sixth runtime dependency', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `package-${String(index)}`);
    const of = (count: number) => ({ dependencies: Object.fromEntries(names(count).map((name) => [name, '1.0.0'])) });
    const page = (count: number) =>
      `## Runtime\n\n${names(count)
        .map((name) => `| \`${name}\` | does something for us |`)
        .join('\n')}\n`;
    expect(problemsOf(of(45), page(45))).toEqual([]);
    expect(problemsOf(of(46), page(46))).toEqual(['46 runtime dependencies, the limit is 45']);
  });
});
