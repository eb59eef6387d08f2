import { describe, expect, it } from '@jest/globals';
import {
  edgeLines,
  outcomeOfText,
  purlsOf,
  readText,
  warningLines,
} from '../../../../test/support/document-reading.js';

const UV = `version = 1
revision = 3
requires-python = ">=3.12"

[[package]]
name = "shop"
version = "0.1.0"
source = { editable = "." }
dependencies = [{ name = "a" }, { name = "typing-extensions" }]

[package.optional-dependencies]
extra = [{ name = "b", version = "2.0" }]

[package.dev-dependencies]
dev = [{ name = "c" }]

[[package]]
name = "a"
version = "1.0"
source = { registry = "https://index.example/simple" }
dependencies = [{ name = "b", version = "1.0" }, { name = "gone" }]

[[package]]
name = "b"
version = "1.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "b"
version = "2.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "c"
version = "3.0"
source = { git = "https://git.example/c?rev=1#abc" }

[[package]]
name = "Typing_Extensions"
version = "4.0"
source = { registry = "https://index.example/simple" }
`;

const POETRY = `[[package]]
name = "Zope.Interface"
version = "5.0"
optional = false
groups = ["main", "dev"]

[package.dependencies]
b = {version = ">=1", optional = true}
gone = ">=1"

[[package]]
name = "b"
version = "1.0"
optional = true
category = "dev"

[metadata]
lock-version = "2.1"
python-versions = ">=3.12"
content-hash = "x"
`;

describe('a uv.lock', () => {
  it('tells first party by the source, forks by the version, and groups by their lists', () => {
    const graph = readText(UV);
    expect(purlsOf(graph)).toEqual([
      'pkg:pypi/a@1.0',
      'pkg:pypi/b@1.0',
      'pkg:pypi/b@2.0',
      'pkg:pypi/c@3.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fc%3Frev%3D1%23abc',
      'pkg:pypi/typing-extensions@4.0',
    ]);
    expect(edgeLines(graph)).toEqual([
      'shop@0.1.0 -runtime-> a@1.0',
      'shop@0.1.0 -runtime-> Typing_Extensions@4.0',
      'shop@0.1.0 -optional-> b@2.0',
      'shop@0.1.0 -development-> c@3.0',
      'a@1.0 -runtime-> b@1.0',
    ]);
    expect(graph.stated).toEqual({ entries: 5, direct: 4, edges: 2 });
    expect(warningLines(graph)).toEqual([
      'NON_REGISTRY_SOURCE /package/4/source',
      'DANGLING_REF /package/1/dependencies/1',
    ]);
  });

  it('of another version or with wrong types is refused', () => {
    expect(outcomeOfText(UV.replace('version = 1', 'version = 2'))).toMatchObject({ code: 'UNSUPPORTED_SPEC_VERSION' });
    expect(outcomeOfText(UV.replace('name = "a"\nversion', 'name = 1\nversion'))).toMatchObject({
      code: 'SCHEMA_INVALID',
      pointer: '/package/1/name',
    });
  });
});

describe('a poetry.lock', () => {
  it('has groups in version 2 and a category before, and edges by normalised names', () => {
    const graph = readText(POETRY);
    expect(purlsOf(graph)).toEqual(['pkg:pypi/zope.interface@5.0', 'pkg:pypi/b@1.0']);
    expect(edgeLines(graph)).toEqual(['Zope.Interface@5.0 -optional-> b@1.0']);
    expect(graph.components.map(({ scope }) => scope)).toEqual(['runtime', 'development']);
    expect(graph.stated).toEqual({ entries: 2, direct: null, edges: 1 });
    expect(warningLines(graph)).toEqual(['DEPTH_UNKNOWN manifest']);
  });

  it.each([
    [
      'PEP 621',
      '[project]\nname = "shop"\ndependencies = ["zope-interface>=5 ; python_version > \'3\'"]\n[project.optional-dependencies]\nx = ["b"]\n',
    ],
    [
      'Poetry',
      '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3"\nzope-interface = "^5"\nb = {version = "1", optional = true}\n',
    ],
  ])('has its direct packages from a pyproject.toml of %s', (_name, manifest) => {
    const graph = readText(POETRY, { manifest: Buffer.from(manifest) });
    expect(edgeLines(graph).slice(1)).toEqual([' -runtime-> Zope.Interface@5.0', ' -optional-> b@1.0']);
    expect(graph.warnings.total).toBe(0);
  });
});

describe('a Pipfile.lock', () => {
  const lock = JSON.stringify({
    _meta: { 'pipfile-spec': 6 },
    default: { A: { version: '==1.0' }, f: { git: 'https://git.example/f', ref: 'abc' } },
    develop: { a: { version: '==1.0' }, b: { version: '==2.0' } },
  });

  it('lists what both sections have once', () => {
    const graph = readText(lock);
    expect(purlsOf(graph)).toEqual([
      'pkg:pypi/a@1.0',
      'pkg:pypi/f?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ff',
      'pkg:pypi/b@2.0',
    ]);
    expect(graph.components.map(({ scope }) => scope)).toEqual(['runtime', 'runtime', 'development']);
    expect(graph.stated).toEqual({ entries: 3, direct: null, edges: 0 });
  });

  it('has its direct packages from a Pipfile beside it', () => {
    const manifest = Buffer.from('[packages]\na = "*"\n[dev-packages]\nb = {version = "==2.0"}\n');
    expect(edgeLines(readText(lock, { manifest }))).toEqual([' -runtime-> A@1.0', ' -development-> b@2.0']);
  });
});

describe('a requirements.txt', () => {
  const text = `# by hand
--index-url https://index.example/simple
-r other.txt
A_b[extra]==1.0 ; python_version > "3" \\
    --hash=sha256:00
    # via -r requirements.in
c>=2,<3
    # via
    #   a-b
    #   d
d @ https://index.example/d.whl
-e git+https://git.example/e#egg=e
`;

  it.each(['\n', '\r\n'])('with line ends %j names what is pinned, and who asked for it', (end) => {
    const graph = readText(text.replaceAll('\n', end));
    expect(purlsOf(graph)).toEqual([
      'pkg:pypi/a-b@1.0',
      'pkg:pypi/c',
      'pkg:pypi/d?vcs_url=https:%2F%2Findex.example%2Fd.whl',
    ]);
    expect(edgeLines(graph)).toEqual(['A_b@1.0 -runtime-> c', 'd -runtime-> c', ' -runtime-> A_b@1.0']);
    expect(warningLines(graph)).toEqual([
      'SKIPPED_INCLUDE line 3',
      'VERSION_UNKNOWN line 7',
      'NON_REGISTRY_SOURCE line 11',
      'NON_REGISTRY_SOURCE line 12',
    ]);
  });

  it.each([
    ['a letter', 'Dear reader,\nthis is a letter.\n'],
    ['a list of words', 'apple\npear\n'],
    ['a script', 'set -e\necho hello\n'],
  ])('is not %s', (_name, other) => {
    expect(outcomeOfText(other)).toEqual({ code: 'UNKNOWN_FORMAT' });
  });
});
