import { decimalOf, money } from '#platform/kernel';
import {
  CHANNEL_TYPES,
  GUID,
  type FundingManifest,
  type ManifestChannel,
  type ManifestPage,
  type ManifestPlan,
} from './funding-manifest.js';
import { pageOfChannel } from './platforms.js';

/** What the catalogue knows of the project, for a manifest that says nothing about it. */
export interface DescribedProject {
  readonly name: string;
  readonly repositoryUrl: string;
  readonly homepageUrl: string | null;
}

const VERSION = 'v1.1.0';

/** What is not known is not written: no document gets an entity, a licence or a mail address that nobody gave. */
export function fundingJsonOf(manifest: FundingManifest, project: DescribedProject): object {
  const channels = withGuids(manifest.channels);
  return {
    version: VERSION,
    entity: present({
      type: manifest.entity?.type,
      role: manifest.entity?.role,
      name: manifest.entity?.name,
      description: manifest.entity?.description,
      webpageUrl: pageOf(manifest.entity?.webpageUrl),
    }),
    projects: manifest.projects.length === 0 ? [describedProject(project)] : manifest.projects.map(projectOf),
    funding: {
      channels,
      plans: manifest.plans.map(planOf),
      history: manifest.history.map(({ income, expenses, taxes, ...year }) =>
        present({
          ...year,
          income: numberOf(income),
          expenses: numberOf(expenses),
          taxes: numberOf(taxes),
        }),
      ),
    },
  };
}

function projectOf(project: FundingManifest['projects'][number]): object {
  const { guid, name, description, licences, tags } = project;
  return present({
    guid,
    name,
    description,
    webpageUrl: pageOf(project.webpageUrl),
    repositoryUrl: pageOf(project.repositoryUrl),
    licenses: licences.length === 0 ? null : licences,
    tags: tags.length === 0 ? null : tags,
  });
}

function describedProject({ name, repositoryUrl, homepageUrl }: DescribedProject): object {
  const webpageUrl = { url: homepageUrl ?? repositoryUrl };
  return { guid: guidFrom(name, []), name, webpageUrl, repositoryUrl: { url: repositoryUrl } };
}

function planOf({ guid, name, description, status, amountMinor, currency, frequency, channels }: ManifestPlan): object {
  const amount = amountMinor === null ? 0 : Number(decimalOf(money(BigInt(amountMinor), currency)));
  return present({ guid, status, name, description, amount, currency, frequency, channels });
}

/** Of other kinds of manifest, channels get the address of their page, and a guid from their type. */
function withGuids(channels: readonly ManifestChannel[]): object[] {
  const taken: string[] = channels.flatMap(({ guid }) => guid ?? []);
  return channels.map(({ guid, type, address, description }) => {
    const isOfFormat = guid !== null && CHANNEL_TYPES.includes(type);
    const own = guid ?? guidFrom(type, taken);
    if (guid === null) taken.push(own);
    return present({
      guid: own,
      type: isOfFormat ? type : 'payment-provider',
      address: isOfFormat ? address : (pageOfChannel(type, address) ?? address),
      description,
    });
  });
}

/** A guid of the format that nobody has yet. */
function guidFrom(name: string, taken: readonly string[]): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replaceAll(/^-+|-+$/g, '');
  const base = GUID.test(words) ? words : `guid-${words}`.replace(/-$/, '');
  let guid = base;
  for (let count = 2; taken.includes(guid); count += 1) guid = `${base}-${String(count)}`;
  return guid;
}

function pageOf(page: ManifestPage | null | undefined): object | null {
  return page ? present({ url: page.url, wellKnown: page.wellKnown }) : null;
}

function numberOf(decimal: string | null): number | null {
  return decimal === null ? null : Number(decimal);
}

/** Without the keys that have no value. */
function present(object: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
}
