import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#platform/kernel';
import { readFundingManifest } from './read-funding-manifest.js';

const read = (name: string, content: unknown) =>
  readFundingManifest(name, typeof content === 'string' ? content : JSON.stringify(content));
const refusalOf = (name: string, content: unknown): unknown => {
  try {
    return read(name, content);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code;
  }
};
const addressesOf = (content: string) =>
  read('FUNDING.yml', content).manifest.channels.map(({ type, address }) => `${type} ${String(address)}`);
const warningsOf = (name: string, content: unknown) =>
  Object.fromEntries(read(name, content).warnings.map(({ code, count }) => [code, count]));

const channel = { guid: 'sponsors', type: 'payment-provider', address: 'https://github.com/sponsors/a' };
const plan = {
  guid: 'all-work',
  status: 'active',
  name: 'All of it',
  amount: 3000,
  currency: 'GBP',
  frequency: 'monthly',
  channels: ['sponsors'],
};
const funding = (parts: object = {}) => ({ channels: [channel], plans: [plan], history: [], ...parts });
const document = (parts: object = {}) => ({ version: 'v1.1.0', funding: funding(), ...parts });

describe('FUNDING.yml', () => {
  it('is read with names as they are written, whatever YAML would make of them', () => {
    expect(addressesOf('github: [on, "2048", 1.10]\npatreon: 0x1F\nko_fi: yes\n')).toEqual([
      'github on',
      'github 2048',
      'github 1.10',
      'patreon 0x1F',
      'ko_fi yes',
    ]);
  });

  it.each([
    ['an address of the page at the platform', 'patreon: https://www.patreon.com/them/\n', ['patreon them']],
    [
      'a list that is a text',
      `custom: '["https://a.example/x", "https://b.example/"]'\n`,
      ['custom https://a.example/x', 'custom https://b.example/'],
    ],
    ['a bare domain', 'custom: a.example/give\n', ['custom https://a.example/give']],
    [
      'the nulls of a template',
      'github: # Replace\npatreon: null\nko_fi: ~\ncustom: []\nliberapay: them\n',
      ['liberapay them'],
    ],
    ['packages at Tidelift', 'tidelift: npm/@babel/core\n', ['tidelift npm/@babel/core']],
  ])('is read with %s', (_name, text, channels) => {
    expect(addressesOf(text)).toEqual(channels);
  });

  it('leaves out what is not permitted, and counts it', () => {
    const text = `github: [a, b, c, d, e, f]
patreon: ../admin
ko_fi: me@people.example
custom: ["javascript:alert(1)", "https://u:p@a.example/", "mailto:me%40people.example"]
paypal: them
`;
    expect(addressesOf(text)).toEqual(['github a', 'github b', 'github c', 'github d', 'github e']);
    expect(warningsOf('FUNDING.yml', text)).toEqual({
      // An address with a name in it looks like one, and is left out all the same.
      EMAIL_ADDRESS: 3,
      INVALID_VALUE: 2,
      TOO_MANY: 1,
      UNKNOWN_KEY: 1,
    });
  });

  it.each([
    ['an alias', 'github: &a [x]\npatreon: *a\n', 'YAML_ALIAS_FORBIDDEN'],
    ['a bracket that stays open', 'github: [x\n', 'MALFORMED_YAML'],
    ['depth', `custom: ${'['.repeat(40)}${']'.repeat(40)}`, 'TOO_DEEP'],
    ['a list instead of keys', '- a\n- b\n', 'FUNDING_MANIFEST_UNKNOWN'],
    ['two documents', 'github: a\n---\ngithub: b\n', 'FUNDING_MANIFEST_INVALID'],
    ['a template', '# github: # Replace\ncustom: # Replace\n', 'FUNDING_MANIFEST_EMPTY'],
    ['nothing', '', 'FUNDING_MANIFEST_EMPTY'],
    ['size', `# ${'x'.repeat(64 * 1024)}`, 'FUNDING_MANIFEST_TOO_LARGE'],
    ['a link to another file', '../docs/FUNDING.yml\n', 'FUNDING_MANIFEST_IS_POINTER'],
  ])('is refused for %s', (_name, text, code) => {
    expect(refusalOf('.github/FUNDING.yml', text)).toBe(code);
  });
});

describe('funding.json', () => {
  it('gives plans in minor units, exactly, and "any amount" as none', () => {
    const of = (amount: unknown, currency: string) =>
      read('funding.json', document({ funding: funding({ plans: [{ ...plan, amount, currency }] }) })).manifest
        .plans[0]!.amountMinor;
    expect([
      of(3000, 'GBP'),
      of(0.29, 'USD'),
      of(1999.99, 'EUR'),
      of(1200, 'JPY'),
      of(1.005, 'KWD'),
      of(0, 'EUR'),
    ]).toEqual(['300000', '29', '199999', '1200', '1005', null]);
  });

  it.each([
    ['more decimals than the currency has', '{"amount": 10.005, "currency": "EUR"}', 'FUNDING_AMOUNT_INEXACT'],
    ['a decimal of a currency without any', '{"amount": 10.5, "currency": "JPY"}', 'FUNDING_AMOUNT_INEXACT'],
    [
      'a number that is written smaller than it can be',
      '{"amount": 1e-9, "currency": "EUR"}',
      'FUNDING_AMOUNT_INEXACT',
    ],
    [
      'more digits than a number keeps',
      '{"amount": 1.0000000000000000001, "currency": "EUR"}',
      'FUNDING_AMOUNT_INEXACT',
    ],
    ['less than nothing', '{"amount": -1, "currency": "EUR"}', 'FUNDING_MANIFEST_INVALID'],
    ['more than the format permits', '{"amount": 1000000001, "currency": "EUR"}', 'FUNDING_MANIFEST_INVALID'],
    ['a text for a number', '{"amount": "10", "currency": "EUR"}', 'FUNDING_MANIFEST_INVALID'],
    ['an unknown currency', '{"amount": 10, "currency": "XYZ"}', 'UNKNOWN_CURRENCY'],
    ['no currency', '{"amount": 10}', 'FUNDING_MANIFEST_INVALID'],
  ])('is refused for an amount with %s', (_name, money, code) => {
    const text = `{"version": "v1.0.0", "funding": {"channels": [], "plans": [${money}]}}`;
    expect(refusalOf('funding.json', text)).toBe(code);
  });

  it.each([
    ['another version', document({ version: 'v2.0.0' }), 'FUNDING_MANIFEST_VERSION_UNSUPPORTED'],
    ['no version', document({ version: undefined }), 'FUNDING_MANIFEST_INVALID'],
    ['plans that are no list', document({ funding: funding({ plans: {} }) }), 'FUNDING_MANIFEST_INVALID'],
    [
      'a guid that two entries have that are no neighbours',
      document({ funding: funding({ channels: [channel, { ...channel, guid: 'other-one' }, channel] }) }),
      'FUNDING_MANIFEST_INVALID',
    ],
    ['a text that is no JSON', '{"version": ', 'MALFORMED_JSON'],
    ['depth', `{"funding": ${'['.repeat(40)}${']'.repeat(40)}}`, 'TOO_DEEP'],
    ['a link to another file', 'docs/funding/manifest-v1.json\n', 'FUNDING_MANIFEST_IS_POINTER'],
    ['a list', '[]', 'FUNDING_MANIFEST_UNKNOWN'],
    ['another document', { some: 'thing' }, 'FUNDING_MANIFEST_UNKNOWN'],
    ['owners on block chains', { drips: { ethereum: { ownedBy: '0x0' } } }, 'FUNDING_MANIFEST_OF_DRIPS'],
  ])('is refused for %s', (_name, content, code) => {
    expect(refusalOf('FUNDING.json', content)).toBe(code);
  });

  it('keeps no mail address, no telephone number and no name of a person', () => {
    const content = document({
      entity: {
        type: 'individual',
        role: 'owner',
        name: 'Ada Person',
        email: 'ada at people dot example',
        phone: '+44 20 7946 0000',
        description: 'Ada Person writes this',
        webpageUrl: { url: 'https://a.example/', wellKnown: 'https://a.example/.well-known/funding-manifest-urls' },
      },
      projects: [
        { guid: 'one', name: 'One', description: 'Write to ada@people.example', licenses: ['spdx:MIT'], tags: ['x1'] },
      ],
      funding: funding({ channels: [channel, { guid: 'paypal', type: 'other', address: 'ada@people.example' }] }),
    });
    const { manifest } = read('funding.json', content);
    expect(JSON.stringify(manifest)).not.toMatch(/people|Ada|7946/);
    expect(manifest.channels.map(({ address }) => address)).toEqual([channel.address, null]);
    expect(warningsOf('funding.json', content)).toEqual({ EMAIL_ADDRESS: 3, PERSON_NAME: 1, PHONE_NUMBER: 1 });
  });

  it('leaves out what is not permitted, and counts it', () => {
    const content = document({
      extra: 1,
      projects: [{ id: 'old-key', name: 'x'.repeat(251), repositoryUrl: { url: 'ftp://a.example/' } }],
      funding: funding({
        channels: [channel, { guid: 'script', type: 'other', address: ' JavaScript:alert(1)' }],
        plans: [{ ...plan, channels: ['sponsors', 'nobody'] }],
        history: Array.from({ length: 52 }, (_, at) => ({ year: 2000 + at, income: 10.25 })),
      }),
    });
    const { manifest } = read('funding.json', content);
    expect(warningsOf('funding.json', content)).toEqual({
      INVALID_VALUE: 2,
      RENAMED_KEY: 1,
      TOO_LONG: 1,
      TOO_MANY: 2,
      UNKNOWN_CHANNEL: 1,
      UNKNOWN_KEY: 1,
    });
    expect(manifest.projects[0]).toMatchObject({ guid: 'old-key', name: null, repositoryUrl: null });
    expect(manifest.plans[0]!.channels).toEqual(['sponsors']);
    expect(manifest.history[0]).toMatchObject({ year: 2000, income: '10.25', expenses: null });
  });

  it('is told by what is in it, also without an ending', () => {
    expect(read('manifest', document()).manifest.kind).toBe('funding_json');
    expect(read('manifest', 'liberapay: them\n').manifest.kind).toBe('funding_yml');
    expect(read('package.json', document()).manifest.kind).toBe('funding_json');
  });
});

describe('package.json', () => {
  const url = 'https://a.example/give';

  it.each([
    ['an address', url, ['custom']],
    ['an object', { type: 'patreon', url }, ['patreon']],
    [
      'a list of both',
      [url, { type: 'constructor', url }, { url: 'https://a.example/else' }],
      ['custom', 'constructor', 'custom'],
    ],
  ])('is read with %s', (_name, value, types) => {
    const content = { name: 'left', author: 'Ada <ada@people.example>', version: '1.0.0', funding: value };
    expect(read('package.json', content).manifest.channels.map(({ type }) => type)).toEqual(types);
    expect(warningsOf('package.json', content)).toEqual({});
  });

  it.each([
    ['no funding', { name: 'left' }, 'FUNDING_MANIFEST_EMPTY'],
    ['only what is not permitted', { name: 'left', funding: ['javascript:1'] }, 'FUNDING_MANIFEST_EMPTY'],
  ])('is refused for %s', (_name, content, code) => {
    expect(refusalOf('package.json', content)).toBe(code);
  });
});
