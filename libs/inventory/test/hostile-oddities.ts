import { bom, spdx, lock, library, type Row } from './hostile-parts.js';

const diamonds = (count: number): string =>
  bom({
    components: Array.from({ length: 3 * count + 1 }, (_, at) => library(`n${at}`)),
    dependencies: Array.from({ length: count }, (_, at) => [
      { ref: `n${3 * at}`, dependsOn: [`n${3 * at + 1}`, `n${3 * at + 2}`] },
      { ref: `n${3 * at + 1}`, dependsOn: [`n${3 * at + 3}`] },
      { ref: `n${3 * at + 2}`, dependsOn: [`n${3 * at + 3}`] },
    ]).flat(),
  });
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];
/** Files that are read, with what is odd about them told. */
export const ODD: readonly Row[] = [
  [
    'names of what every object has',
    bom({
      components: NAMES.map((name) => library(name)),
      dependencies: NAMES.map((ref) => ({ ref, dependsOn: NAMES })),
    }),
    null,
    { warnings: ['SELF_DEPENDENCY', 'ROOT_INFERRED'] },
  ],
  [
    'packages of npm with such names',
    lock(
      Object.fromEntries(
        ['', ...NAMES].map((name): [string, object] =>
          name === '' ? ['', { dependencies: { constructor: '1' } }] : [`node_modules/${name}`, { version: '1.0.0' }],
        ),
      ),
    ),
    null,
  ],
  [
    'YAML keys with such names',
    "lockfileVersion: '9.0'\npackages:\n  __proto__@1.0.0: {}\n  'constructor@1.0.0': {}\n",
    null,
  ],
  [
    'TOML tables with such names',
    '[[package]]\nname = "__proto__"\nversion = "1.0.0"\nsource = "registry+x"\n',
    null,
    { warnings: ['DEPTH_UNKNOWN'] },
  ],
  [
    'purls that are none',
    bom({
      components: [
        library('a', { purl: 'pkg:' }),
        library('b', { purl: 'x'.repeat(5_000) }),
        library('c', { purl: 7 }),
      ],
    }),
    null,
    { warnings: ['INVALID_PURL'] },
  ],
  ['one ref twice', bom({ components: [library('a'), library('a')] }), null, { warnings: ['DUPLICATE_BOM_REF'] }],
  [
    'one SPDXID twice',
    spdx({
      packages: [
        { SPDXID: 'a', name: 'a' },
        { SPDXID: 'a', name: 'a' },
      ],
    }),
    null,
    { warnings: ['DUPLICATE_SPDXID'] },
  ],
  [
    'refs that lead nowhere',
    bom({ components: [library('a')], dependencies: [{ ref: 'a', dependsOn: ['nobody'] }] }),
    null,
    { warnings: ['DANGLING_REF'] },
  ],
  [
    'versions that are no text',
    bom({ components: [library('a', { version: 1.5 }), library('b', { version: {} })] }),
    null,
    { warnings: ['NON_STRING_VERSION'] },
  ],
  [
    'links that lead to each other',
    lock({
      '': {},
      'node_modules/a': { link: true, resolved: 'node_modules/b' },
      'node_modules/b': { link: true, resolved: 'node_modules/a' },
    }),
    null,
    { warnings: ['LINK_LOOP'] },
  ],
  [
    'lines that nobody knows',
    'SPDXVersion: SPDX-2.3\n?? what\nPackageName: a\nSPDXID: SPDXRef-a\n',
    null,
    { warnings: ['BAD_LINE'] },
  ],
  [
    'requirements of other files',
    'a==1.0\n-r /etc/passwd\n-c http://169.254.169.254/x\n',
    null,
    { warnings: ['SKIPPED_INCLUDE'] },
  ],
  [
    'requirements of addresses',
    'a==1.0\n-e git+https://example.org/x\nb @ https://example.org/b.whl\n',
    null,
    { warnings: ['NON_REGISTRY_SOURCE'] },
  ],
  ['sixty diamonds', diamonds(60), null, { warnings: ['ROOT_INFERRED'] }],
  [
    'a name of a million characters',
    bom({ components: [library('a'.repeat(1_000_000))] }),
    null,
    { warnings: ['TEXT_CLEANED'] },
  ],
  ['a line of a million characters', `a==1.0\n${'b'.repeat(1_000_000)}==1\n`, null, { warnings: ['TEXT_CLEANED'] }],
  ['a line of a million spaces', `a==1.0\nb${' '.repeat(1_000_000)}c\n`, 'UNKNOWN_FORMAT'],
  ['a million dashes for a version', `GEM\n  specs:\n    a (${'-'.repeat(1_000_000)})\n\nDEPENDENCIES\n  a\n`, null],
  [
    'references of a pom to itself',
    '<project><artifactId>a</artifactId><properties><p>${p}${p}</p></properties><dependencies><dependency><groupId>g</groupId><artifactId>${p}</artifactId></dependency></dependencies></project>',
    null,
    { warnings: ['INVALID_PURL'] },
  ],
  [
    'a context of SPDX 3 that somebody else keeps',
    '{"@context":"http://169.254.169.254/context","@graph":[]}',
    'UNKNOWN_FORMAT',
  ],
  [
    'a chain of 20,000',
    bom({
      components: Array.from({ length: 20_000 }, (_, at) => library(`n${at}`)),
      dependencies: Array.from({ length: 19_999 }, (_, at) => ({ ref: `n${at}`, dependsOn: [`n${at + 1}`] })),
    }),
    null,
    { warnings: ['ROOT_INFERRED'] },
  ],
  [
    'a product that depends on itself',
    bom({ metadata: { component: library('a') }, dependencies: [{ ref: 'a', dependsOn: ['a'] }] }),
    null,
    { warnings: ['SELF_DEPENDENCY'] },
  ],
];
