import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidPackageUrlError } from './package-url.errors.js';
import {
  basePackageUrl,
  canonicalPackageUrl,
  createPackageUrl,
  formatPackageUrl,
  packageKey,
  parsePackageUrl,
  type PackageUrl,
} from './package-url.js';
import { PACKAGE_URL_TYPES } from './package-url-types.js';

interface OfficialParts {
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: Readonly<Record<string, string>> | null;
  readonly subpath: string | null;
}

interface OfficialCase {
  readonly description: string;
  readonly test_group: 'required' | 'recommended';
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly input: string | OfficialParts;
  readonly expected_output?: string | OfficialParts | null;
  readonly expected_failure: boolean;
}

interface OfficialPart {
  readonly requirement?: string;
  readonly case_sensitive?: boolean;
}

interface OfficialDefinition {
  readonly type: string;
  readonly namespace_definition: OfficialPart;
  readonly name_definition: OfficialPart;
  readonly version_definition?: OfficialPart;
}

const OFFICIAL = path.resolve(process.cwd(), '../shared/data/purl');
const describeOfficial = existsSync(OFFICIAL) ? describe : describe.skip;
if (!existsSync(OFFICIAL)) console.warn(`SKIPPED: the official package URL data is not at ${OFFICIAL}`);

describe('a package URL', () => {
  it.each([
    ['pkg:npm/@babel/core@7.0.0', 'pkg:npm/%40babel/core@7.0.0'],
    ['pkg:NPM/%40Babel/Core@7', 'pkg:npm/%40Babel/Core@7'],
    ['pkg:pypi/Typing_Extensions@4.0', 'pkg:pypi/typing-extensions@4.0'],
    ['pkg:pypi/zope.interface@5', 'pkg:pypi/zope.interface@5'],
    ['pkg:golang/github.com/Azure/azure-sdk-for-go@v1.0.0', 'pkg:golang/github.com/Azure/azure-sdk-for-go@v1.0.0'],
    ['pkg:github/Package-URL/purl-Spec@abc', 'pkg:github/package-url/purl-spec@abc'],
    ['pkg:composer/Laravel/Framework@v8.0', 'pkg:composer/laravel/framework@v8.0'],
    ['pkg:deb/debian/attr@1:2.4.47-2+b1?arch=amd64', 'pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64'],
    ['pkg:maven/org.apache/a@1?type=jar&classifier=sources', 'pkg:maven/org.apache/a@1?classifier=sources&type=jar'],
    ['pkg:docker/nginx@sha256%3Aabc', 'pkg:docker/nginx@sha256:abc'],
    [
      'pkg:npm/juice-shop@14.1.1?vcs_url=git%2Bhttps%3A//github.com/juice-shop/juice-shop.git',
      'pkg:npm/juice-shop@14.1.1?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fjuice-shop%2Fjuice-shop.git',
    ],
    ['pkg:cargo/serde_json@1.0#src/../lib.rs', 'pkg:cargo/serde_json@1.0#src/lib.rs'],
    ['pkg://npm/lodash@4', 'pkg:npm/lodash@4'],
    ['PKG:npm/lodash@4?empty=', 'pkg:npm/lodash@4'],
    ["pkg:generic/a!'()*b", 'pkg:generic/a%21%27%28%29%2Ab'],
  ])('in the spelling %s has the canonical form %s', (spelling, canonical) => {
    expect(canonicalPackageUrl(spelling)).toBe(canonical);
  });

  it.each([
    ['no scheme', 'npm/lodash@4', 'scheme'],
    ['no name', 'pkg:maven/@1.3.4', 'name'],
    ['a NUL in its name', 'pkg:npm/lod%00ash@4', 'name'],
    ['a lone surrogate in its version', 'pkg:npm/lodash@\ud800', 'version'],
    ['a broken percent encoding', 'pkg:npm/lod%zzash', 'encoding'],
    ['the same qualifier twice', 'pkg:npm/lodash?a=1&A=2', 'qualifiers'],
    ['a namespace where its type has none', 'pkg:cargo/serde/json@1', 'namespace'],
    ['no namespace where its type needs one', 'pkg:maven/junit@4', 'namespace'],
  ])('is refused with the part at fault when it has %s', (_case, text, part) => {
    expect(() => parsePackageUrl(text)).toThrow(expect.objectContaining({ code: 'INVALID_PURL', part }));
  });

  it('has a base form without qualifiers and subpath, and a key without the version', () => {
    const purl = parsePackageUrl('pkg:maven/org.apache/a@1?type=jar&classifier=sources#x');
    expect(basePackageUrl(purl)).toBe('pkg:maven/org.apache/a@1');
    expect(packageKey(purl)).toBe('maven/org.apache/a');
    expect(packageKey(parsePackageUrl('pkg:npm/@babel/core@7'))).toBe('npm/%40babel/core');
  });

  it('keeps its canonical form when it is parsed again, whatever characters its parts have', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const parts = fc.record({
      type: fc.constantFrom('npm', 'pypi', 'maven', 'generic', 'github', 'golang', 'hex', 'made-up'),
      namespace: fc.option(text),
      name: text,
      version: fc.option(text),
      qualifiers: fc.array(fc.tuple(fc.constantFrom('arch', 'vcs_url', 'type'), text), { maxLength: 2 }),
      subpath: fc.option(text),
    });
    fc.assert(
      fc.property(parts, (input) => {
        const purl = acceptedOrNull(() => createPackageUrl(input));
        if (purl === null) return;
        const canonical = formatPackageUrl(purl);
        expect(canonicalPackageUrl(canonical)).toBe(canonical);
        expect(canonical).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });
});

describeOfficial('the official package URL suite', () => {
  it('passes in all required cases, and in all recommended ones but one of the git type', () => {
    const failed: string[] = [];
    const passed = { required: 0, recommended: 0 };
    for (const file of officialTestFiles()) {
      const { tests } = JSON.parse(readFileSync(file, 'utf8')) as { tests: OfficialCase[] };
      for (const test of tests) {
        if (passes(test)) passed[test.test_group] += 1;
        else failed.push(`${test.test_group} ${test.test_type} ${JSON.stringify(test.input)}`);
      }
    }
    console.info(`official purl suite: ${passed.required} required and ${passed.recommended} recommended cases pass`);
    // The git definition is case-sensitive, this case of its own suite folds; the definition is followed.
    expect(failed).toEqual(['recommended validate "pkg:git/github/Package-url/purl-Spec@244fd47e07d1004f0aed9c"']);
    expect(passed).toEqual({ required: 521, recommended: 64 });
  });

  it('has type definitions whose flags our table repeats', () => {
    const folder = path.join(OFFICIAL, 'types');
    const files = readdirSync(folder).filter((file) => file.endsWith('-definition.json'));
    const definitions = files.map(
      (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as OfficialDefinition,
    );
    expect([...PACKAGE_URL_TYPES.keys()]).toEqual(definitions.map(({ type }) => type).sort());
    for (const definition of definitions) {
      const { type, namespace_definition: namespace, name_definition: name, version_definition: version } = definition;
      const ours = PACKAGE_URL_TYPES.get(type);
      const foldedParts = Object.entries({ namespace, name, version })
        .filter(([, part]) => part?.case_sensitive === false)
        .map(([part]) => part);
      expect([type, ours?.namespace]).toEqual([type, namespace.requirement]);
      expect([type, (ours?.lowerCase ?? []).filter((part) => part !== 'subpath')]).toEqual([type, foldedParts]);
    }
  });
});

function officialTestFiles(): string[] {
  return ['spec', 'types'].flatMap((folder) =>
    readdirSync(path.join(OFFICIAL, 'tests', folder)).map((file) => path.join(OFFICIAL, 'tests', folder, file)),
  );
}

function passes(test: OfficialCase): boolean {
  const result = acceptedOrNull(() => run(test));
  if (test.expected_failure) return result === null;
  return result !== null && JSON.stringify(result) === JSON.stringify(expectedOf(test.expected_output));
}

function run({ test_type: kind, input }: OfficialCase): unknown {
  if (kind === 'validate') return canonicalPackageUrl(input as string);
  if (kind === 'parse') return plain(parsePackageUrl(input as string, 'strict'));
  const parts = input as OfficialParts;
  return formatPackageUrl(createPackageUrl({ ...parts, qualifiers: Object.entries(parts.qualifiers ?? {}) }, 'strict'));
}

function plain(purl: PackageUrl): OfficialParts {
  const { type, namespace, name, version, qualifiers, subpath } = purl;
  return {
    type,
    namespace,
    name,
    version,
    qualifiers: qualifiers.size > 0 ? Object.fromEntries(qualifiers) : null,
    subpath,
  };
}

function expectedOf(output: OfficialCase['expected_output']): unknown {
  if (typeof output === 'string' || !output) return output;
  const qualifiers = output.qualifiers && Object.fromEntries(Object.entries(output.qualifiers).sort());
  return { ...output, qualifiers };
}

function acceptedOrNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidPackageUrlError) return null;
    throw error;
  }
}
