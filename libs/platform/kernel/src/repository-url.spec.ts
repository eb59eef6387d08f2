import { describe, expect, it } from '@jest/globals';
import { parsePackageUrl } from './package-url.js';
import { repositoryUrlOf, repositoryUrlOfPackage } from './repository-url.js';

describe('an address', () => {
  it.each([
    'https://github.com/Own/Name',
    'https://github.com/own/name.git',
    'http://www.github.com/own/name/',
    'git+https://github.com/own/name.git',
    'git+ssh://git@github.com/own/name.git',
    'git://github.com/own/name.git#main',
    'ssh://git@github.com:22/own/name.git',
    'git@github.com:own/name.git',
    'scm:git:git://github.com/own/name.git',
    'scm:git:git@github.com:own/name.git',
    'github:own/name',
    'github:own/name#v1',
    'github.com/own/name',
    ' https://github.com/own/name/tree/main/packages/part ',
    'https://github.com/own/name?tab=readme',
  ])('of a repository is told in one form: %s', (text) => {
    expect(repositoryUrlOf(text)).toBe('https://github.com/own/name');
  });

  it.each([
    ['https://gitlab.com/Group/sub/name.git', 'https://gitlab.com/group/sub/name'],
    ['https://gitlab.com/group/sub/name/-/tree/main', 'https://gitlab.com/group/sub/name'],
    ['gitlab:group/name', 'https://gitlab.com/group/name'],
    ['https://codeberg.org/own/name/src/branch/main', 'https://codeberg.org/own/name'],
    ['https://git.example.org/own/name', 'https://git.example.org/own/name'],
  ])('of another host keeps what belongs to it: %s', (text, url) => {
    expect(repositoryUrlOf(text)).toBe(url);
  });

  it.each([
    '',
    'name',
    'own/name',
    'https://github.com/own',
    'https://localhost/own/name',
    'file:///own/name',
    'javascript:alert(1)//a.b/c',
    'https://example.org/',
    `https://github.com/own/${'x'.repeat(500)}`,
  ])('that names no repository is none: %s', (text) => {
    expect(repositoryUrlOf(text)).toBeNull();
  });
});

describe('a package', () => {
  it.each([
    ['a GitHub purl', 'pkg:github/Package-URL/purl-Spec@abc', 'https://github.com/package-url/purl-spec'],
    ['a workflow action', 'pkg:githubactions/actions/checkout@v4', 'https://github.com/actions/checkout'],
    [
      'an action in a folder',
      'pkg:githubactions/github/codeql-action/init@v3',
      'https://github.com/github/codeql-action',
    ],
    ['a Bitbucket purl', 'pkg:bitbucket/stoneleaf/enum34', 'https://bitbucket.org/stoneleaf/enum34'],
    ['a Go module', 'pkg:golang/github.com/x/Y@v1', 'https://github.com/x/y'],
    ['a Go module with version and folder', 'pkg:golang/github.com/x/y/v2/sub@v2', 'https://github.com/x/y'],
    ['a git purl', 'pkg:git/codeberg.org/forgejo/forgejo@a72', 'https://codeberg.org/forgejo/forgejo'],
    ['a Swift package', 'pkg:swift/github.com/Alamofire/Alamofire@5', 'https://github.com/alamofire/alamofire'],
    [
      'a generic purl with a vcs_url on a host with nested groups',
      'pkg:generic/x@1?vcs_url=git%2Bhttps://gitlab.com/group/sub/x.git%40abc',
      'https://gitlab.com/group/sub/x',
    ],
    [
      'an npm package from a repository',
      'pkg:npm/x@1?vcs_url=git%2Bssh://git%40github.com/o/x.git%23abc',
      'https://github.com/o/x',
    ],
  ])('that is %s names its repository', (_kind, purl, url) => {
    expect(repositoryUrlOfPackage(parsePackageUrl(purl))).toBe(url);
  });

  it.each([
    'pkg:golang/k8s.io/api@v1',
    'pkg:golang/go.opentelemetry.io/otel/trace@v1',
    'pkg:golang/github.com/only-owner@v1',
    'pkg:npm/x@1?vcs_url=not-a-url',
  ])('does not get a repository by guessing: %s', (purl) => {
    expect(repositoryUrlOfPackage(parsePackageUrl(purl))).toBeNull();
  });
});
