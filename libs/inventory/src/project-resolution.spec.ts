import { describe, expect, it } from '@jest/globals';
import { resolutionPlan } from './project-resolution.js';

describe('a package', () => {
  it('is looked up by its key without version, qualifiers and subpath', () => {
    expect(resolutionPlan('pkg:npm/%40babel/core@7.0.0?arch=x#src')).toEqual({
      keys: ['npm/%40babel/core'],
      repository: null,
      fallback: 'catalogue',
    });
  });

  it('written as a Go module is also looked up in the lower case of older tools', () => {
    expect(resolutionPlan('pkg:golang/github.com/Azure/azure-sdk@v1').keys).toEqual([
      'golang/github.com/Azure/azure-sdk',
      'golang/github.com/azure/azure-sdk',
    ]);
  });

  it.each([
    ['a GitHub purl', 'pkg:github/Package-URL/purl-Spec@abc', 'github.com', 'package-url/purl-spec'],
    ['a workflow action', 'pkg:githubactions/actions/checkout@v4', 'github.com', 'actions/checkout'],
    ['an action in a folder', 'pkg:githubactions/github/codeql-action/init@v3', 'github.com', 'github/codeql-action'],
    ['a Bitbucket purl', 'pkg:bitbucket/stoneleaf/enum34', 'bitbucket.org', 'stoneleaf/enum34'],
    ['a Go module', 'pkg:golang/github.com/x/Y@v1', 'github.com', 'x/y'],
    ['a Go module with version and folder', 'pkg:golang/github.com/x/y/v2/sub@v2', 'github.com', 'x/y'],
    ['a git purl', 'pkg:git/codeberg.org/forgejo/forgejo@a72', 'codeberg.org', 'forgejo/forgejo'],
    ['a Swift package', 'pkg:swift/github.com/Alamofire/Alamofire@5', 'github.com', 'alamofire/alamofire'],
    [
      'a generic purl with a vcs_url on a host with nested groups',
      'pkg:generic/x@1?vcs_url=git%2Bhttps://gitlab.com/group/sub/x.git%40abc',
      'gitlab.com',
      'group/sub/x',
    ],
    [
      'an npm package from a repository',
      'pkg:npm/x@1?vcs_url=git%2Bssh://git%40github.com/o/x.git%23abc',
      'github.com',
      'o/x',
    ],
  ])('that is %s names its repository directly', (_kind, purl, host, path) => {
    expect(resolutionPlan(purl).repository).toEqual({ host, path });
  });

  it.each([
    'pkg:golang/k8s.io/api@v1',
    'pkg:golang/go.opentelemetry.io/otel/trace@v1',
    'pkg:golang/github.com/only-owner@v1',
    'pkg:npm/x@1?vcs_url=not-a-url',
  ])('does not get a repository by guessing: %s', (purl) => {
    expect(resolutionPlan(purl).repository).toBeNull();
  });

  it.each([
    ['pkg:deb/debian/xz-utils@5', 'distribution'],
    ['pkg:rpm/fedora/xz@5', 'distribution'],
    ['pkg:apk/alpine/xz@5', 'distribution'],
    ['pkg:alpm/arch/xz@5', 'distribution'],
    ['pkg:generic/xz@5', 'manual'],
    [null, 'manual'],
    ['pkg:cargo/serde@1', 'catalogue'],
  ])('without a hit falls back as its type demands: %s -> %s', (purl, fallback) => {
    expect(resolutionPlan(purl).fallback).toBe(fallback);
  });
});
