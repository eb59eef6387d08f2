import { describe, expect, it } from '@jest/globals';
import { isVouchedFor, listedManifests, manifestProves } from './funding-json.rules.js';

const REPOSITORY = 'https://github.com/a/b';
const LISTING = `${REPOSITORY}/blob/main/.well-known/funding-manifest-urls`;

describe('a target of a manifest', () => {
  it.each([
    ['at the root of its host', 'https://a.example/funding.json', { url: 'https://a.example/any/page' }],
    ['in a folder above it', 'https://a.example/b/funding.json', { url: 'https://a.example/b/c' }],
    ['in a folder below it', 'https://a.example/b/c/funding.json', { url: 'https://a.example/b' }],
    ['of the same folder', 'https://a.example/b/funding.json', { url: 'https://a.example/b/' }],
    ['on another host that lists it', 'https://a.example/funding.json', { url: REPOSITORY, wellKnown: LISTING }],
  ])('is vouched for by a manifest %s', (_case, manifest, target) => {
    expect(isVouchedFor(manifest, target)).toBe(true);
  });

  it.each([
    ['on another host', 'https://a.example/funding.json', { url: REPOSITORY }],
    ['on a host with a longer name', 'https://a.example/funding.json', { url: 'https://a.example.org/' }],
    ['in a folder with a longer name', 'https://a.example/b/funding.json', { url: 'https://a.example/bc' }],
    ['in a folder beside it', 'https://a.example/c/funding.json', { url: 'https://a.example/b' }],
    [
      'with a listing of another repository',
      'https://a.example/funding.json',
      { url: REPOSITORY, wellKnown: 'https://github.com/a/bc/.well-known/funding-manifest-urls' },
    ],
    [
      'with a listing on its own host',
      'https://a.example/funding.json',
      { url: REPOSITORY, wellKnown: 'https://a.example/.well-known/funding-manifest-urls' },
    ],
    [
      'with a listing of another name',
      'https://a.example/funding.json',
      { url: REPOSITORY, wellKnown: `${REPOSITORY}/blob/main/README.md` },
    ],
    ['without an address', 'https://a.example/funding.json', {}],
  ])('is not vouched for by a manifest %s', (_case, manifest, target) => {
    expect(isVouchedFor(manifest, target)).toBe(false);
  });
});

describe('a manifest', () => {
  const question = { line: 'the line', manifestUrl: `${REPOSITORY}/funding.json`, claimed: REPOSITORY } as const;
  const good = {
    version: 'v1.0.0',
    projects: [{ repositoryUrl: { url: 'https://github.com/A/b/' } }],
    funding: { channels: [{ guid: 'other' }, { guid: 'mainstay', address: 'the line' }] },
  };
  const proves = (manifest: object) =>
    manifestProves(manifest as Record<string, unknown>, { ...question, field: 'repositoryUrl' });

  it('proves by the address or the description of a channel', () => {
    expect(proves(good)).toBe(true);
    expect(proves({ ...good, funding: { channels: [{ description: 'the line' }] } })).toBe(true);
  });

  it.each([
    ['no version', { ...good, version: undefined }],
    ['a version that only begins alike', { ...good, version: 'v10.0.0' }],
    ['no projects', { ...good, projects: null }],
    ['projects that are no list', { ...good, projects: { repositoryUrl: { url: REPOSITORY } } }],
    ['another project', { ...good, projects: [{ repositoryUrl: { url: `${REPOSITORY}c` } }] }],
    ['its page alone', { ...good, projects: [{ webpageUrl: { url: REPOSITORY } }] }],
    ['no channels', { ...good, funding: {} }],
    ['a longer line', { ...good, funding: { channels: [{ address: 'the line and more' }] } }],
    ['the line elsewhere', { ...good, funding: { channels: [] }, entity: { description: 'the line' } }],
  ])('with %s proves nothing', (_case, manifest) => {
    expect(proves(manifest)).toBe(false);
  });
});

it('a listing is read by lines: a hundred at most, and only addresses over https', () => {
  const address = 'https://a.example/funding.json';
  expect(listedManifests(`# ours\r\n ${address} \nhttp://a.example/x\nfile:///etc/passwd\n\n`)).toEqual([address]);
  expect(listedManifests(`${'\n'.repeat(99)}${address}`)).toEqual([address]);
  expect(listedManifests(`${'\n'.repeat(100)}${address}`)).toEqual([]);
});
