import { expect, it } from '@jest/globals';
import { ownDomains, plainAddress, rawRoot, siteAddress } from './addresses.js';

it.each([
  ['https://github.com/a/b', 'https://raw.githubusercontent.com/a/b/HEAD'],
  ['https://gitlab.com/a/b', 'https://gitlab.com/a/b/-/raw/HEAD'],
  ['https://codeberg.org/a/b', 'https://codeberg.org/a/b/raw/HEAD'],
  ['https://git.example/a/b', null],
  ['https://github.com/a', null],
  ['https://github.com/a/b/c', null],
])('files of %s lie under %s', (repository, root) => {
  expect(rawRoot(repository, undefined)).toBe(root);
});

it('in trials every host is a folder of one origin', () => {
  expect(rawRoot('https://git.example/a/b', 'http://127.0.0.1:1')).toBe('http://127.0.0.1:1/git.example/a/b');
  expect(siteAddress('https://a.example/x/y?z=1#s', 'http://127.0.0.1:1')).toBe('http://127.0.0.1:1/a.example/x/y');
  expect(siteAddress('https://a.example/x?z=1', undefined)).toBe('https://a.example/x?z=1');
});

it.each([
  ['https://github.com/a/b', null, []],
  ['https://github.com/a/b', 'https://a.example/b', ['a.example']],
  ['https://github.com/a/b', 'https://github.com/a/b#readme', []],
  ['https://git.a.example/a/b', 'https://a.example/', ['a.example', 'git.a.example']],
  ['https://a.example/a/b', 'https://a.example/', ['a.example']],
  ['https://github.com/a/b', 'https://192.0.2.1/', []],
  ['https://github.com/a/b', 'https://[2001:db8::1]/', []],
  ['https://github.com/a/b', 'https://localhost/', []],
])('the own domains of %s with the homepage %s are %j', (repository, homepage, domains) => {
  expect(ownDomains(repository, homepage)).toEqual(domains);
});

it.each([
  'https://github.com/A/b',
  'http://github.com/a/b/',
  'git+https://github.com/a/b.git',
  'git://github.com/a/b.git',
  'ssh://git@github.com/a/b.git',
  ' https://github.com/a/b ',
])('%s is the address of the same repository', (address) => {
  expect(plainAddress(address)).toBe('github.com/a/b');
});

it.each([null, undefined, 7, '', 'github.com/a/b', 'file:///a/b', 'javascript:a', { url: 'https://github.com/a/b' }])(
  '%j is no address',
  (address) => {
    expect(plainAddress(address)).toBeNull();
  },
);
