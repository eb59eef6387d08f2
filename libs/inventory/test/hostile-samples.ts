import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { ODD } from './hostile-oddities.js';
import { bom, spdx, xml, library, utf16, many, type HostileSample, type Row } from './hostile-parts.js';

const EMPTY: readonly Row[] = [
  ['nothing at all', '', 'EMPTY_FILE'],
  ['white space', ' \n\t\r\n', 'EMPTY_FILE'],
  ['a byte order mark alone', () => Buffer.from([0xef, 0xbb, 0xbf]), 'EMPTY_FILE'],
];

const LARGE: readonly Row[] = [
  ['more bytes than the cap', `${bom({})}${' '.repeat(2_000)}`, 'TOO_LARGE', { limits: { maxBytes: 1_000 } }],
  ['a gzip bomb', () => gzipSync(Buffer.alloc(60 * 1024 * 1024, ' ')), 'TOO_LARGE'],
  ['a zip bomb', () => zipSync({ 'a.json': Buffer.alloc(60 * 1024 * 1024, ' ') }, { level: 9 }), 'TOO_LARGE'],
  [
    'a zip of many small files',
    () => zipSync(Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`${at}.json`, strToU8('{}')]))),
    'TOO_MANY_FILES',
  ],
  ['a gzip that breaks off', () => gzipSync(bom({})).subarray(0, 20), 'MALFORMED_ARCHIVE'],
  ['a zip that breaks off', () => zipSync({ 'a.json': strToU8(bom({})) }).subarray(0, 40), 'MALFORMED_ARCHIVE'],
  [
    'a zip with a path that climbs',
    () => zipSync({ '../../etc/passwd': strToU8(bom({ components: [library('a')] })) }),
    null,
  ],
  ['a zip in a zip', () => zipSync({ 'a.zip': zipSync({ 'bom.json': strToU8(bom({})) }) }), 'UNSUPPORTED_ENCODING'],
];

const ENCODINGS: readonly Row[] = [
  ['bytes that are no UTF-8', () => Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), 'UNSUPPORTED_ENCODING'],
  ['UTF-16 without a mark', () => Buffer.from(bom({}), 'utf16le'), 'UNSUPPORTED_ENCODING'],
  ['a binary lockfile', () => Buffer.from([0, 1, 2, 3, 0xff]), 'UNSUPPORTED_ENCODING'],
  ['UTF-16 with a mark', () => utf16(bom({ components: [library('a')] })), null],
  ['UTF-8 with a mark', () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(bom({}))]), null],
  ['a NUL in a name', bom({ components: [library('lod\0ash')] }), null, { warnings: ['TEXT_CLEANED'] }],
  [
    'half of a surrogate pair in a name',
    '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"a\\ud800b"}]}',
    null,
    { warnings: ['TEXT_CLEANED'] },
  ],
];

const MALFORMED: readonly Row[] = [
  ['JSON that breaks off', bom({ components: [library('a')] }).slice(0, -5), 'MALFORMED_JSON'],
  ['JSON with a comma too many', '{"bomFormat":"CycloneDX","specVersion":"1.5",}', 'MALFORMED_JSON'],
  ['JSON twice', `${bom({})}${bom({})}`, 'MALFORMED_JSON'],
  ['XML that breaks off', xml('<components>').slice(0, -3), 'MALFORMED_XML'],
  ['XML with crossed tags', xml('<components><component><name>a</name></components></component>'), 'MALFORMED_XML'],
  [
    'XML with an entity that nobody declared',
    xml('<components><component><name>&evil;</name></component></components>'),
    'MALFORMED_XML',
  ],
  ['YAML that breaks off', "lockfileVersion: '9.0'\npackages: {a: [", 'MALFORMED_YAML'],
  ['YAML with a key twice', "lockfileVersion: '9.0'\npackages: {}\npackages: {}\n", 'MALFORMED_YAML'],
  ['YAML with a tag of a language', "lockfileVersion: '9.0'\npackages: !!js/function 'x'\n", 'MALFORMED_YAML'],
  ['TOML that breaks off', '[[package]]\nname = "a', 'MALFORMED_TOML'],
  ['TOML with a key twice', '[[package]]\nname = "a"\nname = "b"\n', 'MALFORMED_TOML'],
  [
    'the markers of a merge',
    'lockfileVersion: 9\n<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n',
    'MERGE_CONFLICT_MARKERS',
  ],
];

const DTD = '<!DOCTYPE bom [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
const FORBIDDEN: readonly Row[] = [
  [
    'a document type with entities that multiply',
    `${DTD}${xml('<components><component><name>&b;</name></component></components>')}`,
    'XML_DTD_FORBIDDEN',
  ],
  ['a document type that names a file', `<!DOCTYPE bom SYSTEM "file:///etc/passwd">${xml('')}`, 'XML_DTD_FORBIDDEN'],
  [
    'a document type that names a host',
    `<!DOCTYPE bom PUBLIC "x" "http://169.254.169.254/">${xml('')}`,
    'XML_DTD_FORBIDDEN',
  ],
  ['a document type after a comment', `<!-- ${'x'.repeat(100_000)} --><!DOCTYPE bom>${xml('')}`, 'XML_DTD_FORBIDDEN'],
  ['a document type of something else', '<!DOCTYPE html><html></html>', 'XML_DTD_FORBIDDEN'],
  ['a document type in UTF-16', () => utf16(`<!DOCTYPE bom>${xml('')}`), 'XML_DTD_FORBIDDEN'],
  ['a YAML alias', "lockfileVersion: '9.0'\na: &x {}\nb: *x\n", 'YAML_ALIAS_FORBIDDEN'],
  [
    'YAML aliases that multiply',
    `lockfileVersion: '9.0'\na0: &a0 [x]\n${many(30, (at) => `a${at + 1}: &a${at + 1} [*a${at},*a${at},*a${at}]`)}\n`,
    'YAML_ALIAS_FORBIDDEN',
  ],
  ['a YAML merge key with an alias', '__metadata:\n  version: 8\na: &x {k: 1}\nb:\n  <<: *x\n', 'YAML_ALIAS_FORBIDDEN'],
];

const UNKNOWN: readonly Row[] = [
  ['JSON of nothing that is known', '{"hello":"world"}', 'UNKNOWN_FORMAT'],
  ['a list', '[]', 'UNKNOWN_FORMAT'],
  ['a text', 'Dear reader, this is a letter.\n', 'UNKNOWN_FORMAT'],
  ['XML of nothing that is known', '<html><body/></html>', 'UNKNOWN_FORMAT'],
  ['a manifest alone', '{"name":"a","dependencies":{"b":"1"}}', 'UNKNOWN_FORMAT'],
  ['another format that calls itself alike', '{"bomFormat":"SWID","specVersion":"1.5"}', 'UNKNOWN_FORMAT'],
  ['CycloneDX of the future', '{"bomFormat":"CycloneDX","specVersion":"9.9"}', 'UNSUPPORTED_SPEC_VERSION'],
  ['CycloneDX without a version', '{"bomFormat":"CycloneDX"}', 'UNSUPPORTED_SPEC_VERSION'],
  ['CycloneDX XML of the future', xml('', '9.9'), 'UNSUPPORTED_SPEC_VERSION'],
  ['SPDX of the past', '{"spdxVersion":"SPDX-1.2","packages":[]}', 'UNSUPPORTED_SPEC_VERSION'],
  ['a pnpm lockfile of the future', "lockfileVersion: '99.0'\n", 'UNSUPPORTED_SPEC_VERSION'],
  ['an npm lockfile of the future', '{"lockfileVersion":9}', 'UNSUPPORTED_SPEC_VERSION'],
  [
    'a Cargo lockfile of the future',
    'version = 99\n[[package]]\nname = "a"\nversion = "1"\n',
    'UNSUPPORTED_SPEC_VERSION',
  ],
  ['a Yarn lockfile of the future', '__metadata:\n  version: 99\n', 'UNSUPPORTED_SPEC_VERSION'],
];

const INVALID: readonly Row[] = [
  ['components that are no list', bom({ components: {} }), 'SCHEMA_INVALID'],
  ['a component that is a number', bom({ components: [1] }), 'SCHEMA_INVALID'],
  ['a name that is an object', bom({ components: [{ name: {} }] }), 'SCHEMA_INVALID'],
  ['dependencies that are text', bom({ dependencies: 'all' }), 'SCHEMA_INVALID'],
  ['a relationship without ends', spdx({ relationships: [{}] }), 'SCHEMA_INVALID'],
  ['packages of npm that are a list', '{"lockfileVersion":3,"packages":[]}', 'SCHEMA_INVALID'],
  ['a package of Cargo without a name', '[[package]]\nversion = "1"\n', 'SCHEMA_INVALID'],
  [
    'a snapshot of pnpm that is a number',
    "lockfileVersion: '9.0'\npackages: {'a@1.0.0': {}}\nsnapshots: {'a@1.0.0': 1}\n",
    'SCHEMA_INVALID',
  ],
];

const nestedComponents = (levels: number): string =>
  `{"bomFormat":"CycloneDX","specVersion":"1.5","components":[${'{"name":"a","components":['.repeat(levels)}${']}'.repeat(levels)}]}`;
const DEEP: readonly Row[] = [
  ['100,000 brackets', '['.repeat(100_000), 'TOO_DEEP'],
  ['100,000 objects', '{"a":'.repeat(100_000), 'TOO_DEEP'],
  ['components in components without end', nestedComponents(5_000), 'TOO_DEEP'],
  ['components in components, as deep as may be', nestedComponents(900), null, { warnings: ['DEPTH_UNKNOWN'] }],
  [
    'deep objects outside of components',
    bom({ metadata: JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`) as object }),
    'TOO_DEEP',
  ],
  ['XML elements without end', xml('<a>'.repeat(50_000)), 'TOO_DEEP'],
  ['XML components without end', xml('<components><component><name>a</name>'.repeat(5_000)), 'TOO_DEEP'],
  ['YAML brackets without end', `lockfileVersion: '9.0'\na: ${'['.repeat(50_000)}`, 'TOO_DEEP'],
  ['TOML brackets without end', `[[package]]\na = ${'['.repeat(50_000)}`, 'TOO_DEEP'],
  [
    'a tree of npm without end',
    `{"lockfileVersion":1,${'"dependencies":{"a":{"version":"1",'.repeat(60)}"x":1${'}}'.repeat(60)}}`,
    'TOO_DEEP',
    { limits: { maxDepth: 64 } },
  ],
  [
    'more components than the cap',
    many(1_001, (at) => `p${at}==1.0`),
    'TOO_MANY_COMPONENTS',
    { limits: { maxComponents: 1_000 } },
  ],
  [
    'more edges than the cap',
    bom({
      components: [library('a'), library('b')],
      dependencies: [{ ref: 'a', dependsOn: Array.from({ length: 1_001 }, () => 'b') }],
    }),
    'TOO_MANY_EDGES',
    { limits: { maxEdges: 1_000 } },
  ],
];

/** Every row of the rules on hostile input has some; all are made here. */
export const HOSTILE_SAMPLES: readonly HostileSample[] = [
  EMPTY,
  LARGE,
  ENCODINGS,
  MALFORMED,
  FORBIDDEN,
  UNKNOWN,
  INVALID,
  DEEP,
  ODD,
]
  .flat()
  .map(([name, content, refusal, more]) => ({
    name,
    fileName: 'upload',
    bytes: () => (typeof content === 'string' ? Buffer.from(content) : content()),
    refusal,
    ...more,
  }));
