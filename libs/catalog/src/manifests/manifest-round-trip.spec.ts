import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CURRENCIES, currency, currencyExponent } from '#platform/kernel';
import { exportManifest } from './export-manifest.js';
import { fundingJsonProblems } from './funding-json.rules.js';
import { MANIFEST_KINDS, type FundingManifest, type ManifestKind } from './funding-manifest.js';
import { pageOfChannel } from './platforms.js';
import { readFundingManifest } from './read-funding-manifest.js';

const SAMPLES = path.resolve(process.cwd(), '../shared/data/projects/funding');
const isPresent = existsSync(SAMPLES);
const describeReal = isPresent ? describe : describe.skip;
if (!isPresent) console.warn(`SKIPPED: the real funding manifests are not at ${SAMPLES}`);

const project = { name: 'Left pad', repositoryUrl: 'https://code.example/left/pad', homepageUrl: null };

function written(manifest: FundingManifest, format: ManifestKind) {
  const { fileName, text, ...rest } = exportManifest(manifest, format, project);
  return { text, ...rest, manifest: readFundingManifest(path.basename(fileName), text).manifest };
}

/** A file of the own kind says the same again; funding.json in the version that is written. */
function expectRoundTrip(manifest: FundingManifest): void {
  const again = written(manifest, manifest.kind);
  expect(again.leftOut).toBe(0);
  const { projects } = manifest.projects.length > 0 ? manifest : again.manifest;
  const version = manifest.kind === 'funding_json' ? 'v1.1.0' : null;
  const entity = manifest.kind === 'funding_json' ? (manifest.entity ?? again.manifest.entity) : null;
  expect(again.manifest).toEqual({ ...manifest, version, projects, entity });
}

const pagesOf = ({ channels }: FundingManifest): (string | null)[] =>
  channels.map(({ type, address }) => pageOfChannel(type, address));

/** In another format, the channels lead to the same pages of the web, as far as there are such. */
function expectSamePages(manifest: FundingManifest): void {
  const pages = new Set(pagesOf(manifest).filter((page) => page !== null));
  for (const format of MANIFEST_KINDS.filter((kind) => kind !== 'funding_json' && pages.size > 0)) {
    const again = written(manifest, format);
    const kept = new Set(pagesOf(again.manifest));
    for (const page of kept) expect(pages).toContain(page);
    expect(kept.size).toBeGreaterThanOrEqual(pages.size - again.leftOut);
  }
}

describeReal('a real manifest', () => {
  const files = isPresent ? readdirSync(SAMPLES) : [];
  const textOf = (file: string): string => readFileSync(path.join(SAMPLES, file), 'utf8');

  it.each(files.filter((file) => !file.startsWith('drips')))('of %s is the same after export', (file) => {
    const { manifest } = readFundingManifest(file, textOf(file));
    expect(manifest.channels.length + manifest.projects.length).toBeGreaterThan(0);
    expectRoundTrip(manifest);
    expectSamePages(manifest);
  });

  it('says what its project asks for: 3,000 GBP a month', () => {
    const { manifest, warnings } = readFundingManifest('funding.json', textOf('AerynOS_os-tools.funding.json'));
    expect(manifest.plans).toMatchObject([{ amountMinor: '300000', currency: 'GBP', frequency: 'monthly' }]);
    expect(warnings).toEqual([{ code: 'EMAIL_ADDRESS', count: 1 }]);
    expect(written(manifest, 'funding_json').toFill).toEqual(['entity.email']);
    expect(written(manifest, 'funding_yml').text).toBe('github: ikeycode\nko_fi: AerynOS\n');
  });

  it('has no channel where the comment of the template was left', () => {
    const { manifest } = readFundingManifest('FUNDING.yml', textOf('babel_babel.FUNDING.yml'));
    expect(manifest.channels.map(({ type }) => type)).toEqual(['github', 'patreon', 'open_collective']);
  });

  it('of Drips is refused', () => {
    expect(() => readFundingManifest('FUNDING.json', textOf('drips-network_app.FUNDING.json'))).toThrow(
      expect.objectContaining({ code: 'FUNDING_MANIFEST_OF_DRIPS' }),
    );
  });
});

const guid = fc.stringMatching(/^[a-z0-9]{3,8}(-[a-z0-9]{1,5}){0,2}$/);
const text = (maxLength: number) =>
  fc.string({ unit: 'grapheme', minLength: 5, maxLength }).filter((value) => value.trim() === value);
// What looks like a mail address within one is left out, as in every text.
const page = fc
  .webUrl({ withQueryParameters: true, withFragments: true })
  .filter((url) => url.length <= 250 && !url.includes('@'));
const money = fc.constantFrom(...CURRENCIES).chain((code) => {
  const digits = currencyExponent(currency(code));
  return fc.record({
    currency: fc.constant(code),
    amount: fc.integer({ min: 0, max: 10 ** 9 }).map((minor) => Number(`${String(minor)}e-${String(digits)}`)),
  });
});
const pageObject = fc.record({ url: page, wellKnown: page }, { requiredKeys: ['url'] });

const fundingJson = fc
  .record({
    entity: fc.record({
      type: fc.constantFrom('group', 'organisation', 'other', 'individual'),
      role: fc.constantFrom('owner', 'steward'),
      name: text(40),
      email: fc.emailAddress(),
      description: text(60),
      webpageUrl: pageObject,
    }),
    projects: fc.uniqueArray(
      fc.record({
        guid,
        name: text(40),
        description: text(60),
        webpageUrl: pageObject,
        repositoryUrl: pageObject,
        licenses: fc.uniqueArray(fc.constantFrom('spdx:MIT', 'spdx:MPL-2.0', 'Own licence'), { minLength: 1 }),
        tags: fc.uniqueArray(fc.constantFrom('linux', 'tools', 'a-11y'), { minLength: 1 }),
      }),
      { minLength: 1, maxLength: 4, selector: ({ guid: key }) => key },
    ),
    channels: fc.uniqueArray(
      fc.record({
        guid,
        type: fc.constantFrom('bank', 'payment-provider', 'other'),
        address: fc.oneof(page, text(40)),
        description: text(60),
      }),
      { minLength: 1, maxLength: 6, selector: ({ guid: key }) => key },
    ),
    plans: fc.uniqueArray(fc.record({ guid, name: text(40), money, frequency: fc.constantFrom('monthly', 'other') }), {
      minLength: 1,
      maxLength: 5,
      selector: ({ guid: key }) => key,
    }),
    history: fc.array(
      fc.record({ year: fc.integer({ min: 1970, max: 2075 }), income: fc.integer({ min: 0, max: 10 ** 9 }), money }),
      { maxLength: 4 },
    ),
  })
  .map(({ entity, projects, channels, plans, history }) => ({
    version: 'v1.1.0',
    entity,
    projects,
    funding: {
      channels,
      plans: plans.map(({ money: of, ...plan }) => ({
        ...plan,
        ...of,
        status: 'active',
        channels: [channels[0]!.guid],
      })),
      history: history.map(({ money: of, year }) => ({ year, currency: of.currency, expenses: of.amount })),
    },
  }));

const name = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}$/).filter((value) => value.toLowerCase() !== 'null');
const fundingYml = fc.record({
  github: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
  liberapay: name,
  tidelift: name.map((value) => `npm/${value}`),
  custom: fc.uniqueArray(page, { maxLength: 4 }),
});
const packageJson = fc.uniqueArray(fc.record({ type: fc.constantFrom('github', 'individual', 'custom'), url: page }), {
  minLength: 1,
  maxLength: 6,
  selector: ({ url }) => url,
});

describe('a generated manifest', () => {
  it('of funding.json is the same after export, and lacks nothing but what is never kept', () => {
    fc.assert(
      fc.property(fundingJson, (document) => {
        expect(fundingJsonProblems(document)).toEqual([]);
        const { manifest } = readFundingManifest('funding.json', JSON.stringify(document));
        expectRoundTrip(manifest);
        expectSamePages(manifest);
        const never = ['entity.name', 'entity.email', 'entity.description'];
        const isPerson = document.entity.type === 'individual';
        for (const place of written(manifest, 'funding_json').toFill)
          expect(isPerson ? never : ['entity.email']).toContain(place);
      }),
    );
  });

  it('of FUNDING.yml is the same after export', () => {
    fc.assert(
      fc.property(fundingYml, (keys) => {
        const lines = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
        const { manifest } = readFundingManifest('FUNDING.yml', lines.join(''));
        expect(manifest.channels.length).toBeGreaterThan(2);
        expectRoundTrip(manifest);
        expectSamePages(manifest);
      }),
    );
  });

  it('of package.json is the same after export', () => {
    fc.assert(
      fc.property(packageJson, (funding) => {
        const { manifest } = readFundingManifest('package.json', JSON.stringify({ name: 'left', funding }));
        expect(manifest.channels).toHaveLength(funding.length);
        expectRoundTrip(manifest);
        expectSamePages(manifest);
      }),
    );
  });
});

describe('a funding.json that is made from FUNDING.yml', () => {
  const { manifest } = readFundingManifest('FUNDING.yml', 'github: [them, us]\ncustom: https://a.example/\n');
  const { text: json, toFill } = exportManifest(manifest, 'funding_json', project);

  it('says what nobody has given, and gives nothing in its place', () => {
    expect(toFill).toEqual([
      'entity.type',
      'entity.role',
      'entity.name',
      'entity.email',
      'entity.description',
      'entity.webpageUrl',
      'projects[0].description',
      'projects[0].licenses',
      'projects[0].tags',
      'funding.plans',
    ]);
  });

  it('names the project of the catalogue, and each channel by its page', () => {
    const document = JSON.parse(json) as {
      projects: object[];
      funding: { channels: { guid: string; address: string }[] };
    };
    expect(document.projects).toMatchObject([{ guid: 'left-pad', repositoryUrl: { url: project.repositoryUrl } }]);
    expect(document.funding.channels.map(({ guid, address }) => [guid, address])).toEqual([
      ['github', 'https://github.com/sponsors/them'],
      ['github-2', 'https://github.com/sponsors/us'],
      ['custom', 'https://a.example/'],
    ]);
  });
});

it.each([
  ['two guids that are no neighbours', { projects: ['aaa', 'bbb', 'aaa'] }, 'projects[2].guid'],
  ['a plan with a channel that is not there', { plan: ['nobody'] }, 'funding.plans[0].channels'],
])('the rules of funding.json see %s', (_name, { projects, plan }: { projects?: string[]; plan?: string[] }, place) => {
  const problems = fundingJsonProblems({
    version: 'v1.1.0',
    projects: (projects ?? []).map((own) => ({ guid: own })),
    funding: { channels: [{ guid: 'one', type: 'other' }], plans: [{ channels: plan ?? ['one'] }], history: [] },
  });
  expect(problems).toContain(place);
});
