/** The files that say how a project is funded. */
export const MANIFEST_KINDS = ['funding_yml', 'funding_json', 'package_json'] as const;
export type ManifestKind = (typeof MANIFEST_KINDS)[number];

/** A page of the web, and where the listing lies that vouches for a manifest on another host (funding.json). */
export interface ManifestPage {
  readonly url: string;
  readonly wellKnown: string | null;
}

/** Who publishes a manifest. Never with a mail address, and with no name when it is a person. */
export interface ManifestEntity {
  readonly type: string | null;
  readonly role: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly webpageUrl: ManifestPage | null;
}

export interface ManifestProject {
  readonly guid: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly webpageUrl: ManifestPage | null;
  readonly repositoryUrl: ManifestPage | null;
  readonly licences: readonly string[];
  readonly tags: readonly string[];
}

/** A way to give money outside of Mainstay. It is named and never paid through. */
export interface ManifestChannel {
  /** Of funding.json, where plans name their channels by it. */
  readonly guid: string | null;
  /** A key of FUNDING.yml, a type of funding.json, or what package.json calls it. */
  readonly type: string;
  /** A name at the platform in FUNDING.yml, an address of the web in package.json, any text in funding.json. */
  readonly address: string | null;
  readonly description: string | null;
}

/** An amount that the project says it needs. */
export interface ManifestPlan {
  readonly guid: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: string;
  /** Minor units as decimal digits; null for any amount, which the file writes as 0. */
  readonly amountMinor: string | null;
  readonly currency: string;
  readonly frequency: string;
  /** Guids of channels. */
  readonly channels: readonly string[];
}

/** Amounts as the file writes them, in plain decimal digits: before version 1.1 there is no currency. */
export interface ManifestYear {
  readonly year: number;
  readonly income: string | null;
  readonly expenses: string | null;
  readonly taxes: string | null;
  readonly currency: string | null;
  readonly description: string | null;
}

/** What all three kinds of file are read into. Whatever a kind does not know is null or empty. */
export interface FundingManifest {
  readonly kind: ManifestKind;
  /** `v1.0.0`, of funding.json. */
  readonly version: string | null;
  readonly entity: ManifestEntity | null;
  readonly projects: readonly ManifestProject[];
  readonly channels: readonly ManifestChannel[];
  readonly plans: readonly ManifestPlan[];
  readonly history: readonly ManifestYear[];
}

/** Bounds of the three formats; those of funding.json are of its version 1.1. */
export const MANIFEST_LIMITS = {
  bytes: 64 * 1024,
  depth: 16,
  address: 250,
  name: 250,
  description: 500,
  longDescription: 2000,
  projects: 30,
  channels: 50,
  plans: 30,
  years: 50,
  licences: 5,
  tags: 10,
  /** Up to four people and one organisation. */
  sponsored: 5,
  customAddresses: 4,
  amount: 1_000_000_000,
} as const;

export const ENTITY_TYPES = ['individual', 'group', 'organisation', 'other'];
export const ENTITY_ROLES = ['owner', 'steward', 'maintainer', 'contributor', 'other'];
export const CHANNEL_TYPES = ['bank', 'payment-provider', 'cheque', 'cash', 'other'];
export const PLAN_STATUSES = ['active', 'inactive'];
export const FREQUENCIES = ['one-time', 'weekly', 'fortnightly', 'monthly', 'yearly', 'other'];
/** Of 3 to 32 characters. */
export const GUID = /^(?=.{3,32}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Of 2 to 32 characters. */
export const TAG = /^(?=.{2,32}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2075;
