import {
  CHANNEL_TYPES,
  ENTITY_ROLES,
  ENTITY_TYPES,
  FIRST_YEAR,
  FREQUENCIES,
  GUID,
  LAST_YEAR,
  MANIFEST_LIMITS,
  PLAN_STATUSES,
  TAG,
  type FundingManifest,
  type ManifestChannel,
  type ManifestEntity,
  type ManifestPlan,
  type ManifestProject,
  type ManifestYear,
} from './funding-manifest.js';
import { currencyAt, historyAmount, minorUnits } from './exact-amounts.js';
import { ManifestFields, listAt, objectAt, type JsonObject } from './manifest-fields.js';
import { ManifestInvalidError, ManifestVersionError } from './manifest.errors.js';
import type { ManifestWarnings } from './manifest-warnings.js';
import { withoutMailAddresses } from './without-addresses.js';

const VERSION = /^v1\.\d{1,3}(?:\.\d{1,3})?$/;
/** An address that a browser would run. */
const SCRIPT = /^\s*(?:javascript|data|vbscript):/i;
const LICENCE = /^[\w .:+()/-]{1,100}$/;

/**
 * funding.json of FLOSS/fund, versions 1.0 and 1.1. What is wrong with the structure or with an amount refuses the whole;
 * what is wrong with a text, a name or an address leaves that out.
 * @throws ManifestVersionError, ManifestInvalidError, ManifestAmountInexactError, UnknownCurrencyError
 */
export function readFundingJson(document: JsonObject, warnings: ManifestWarnings): FundingManifest {
  return new FundingJsonReading(objectAt(withoutMailAddresses(document, warnings), '$'), warnings).read();
}

class FundingJsonReading {
  constructor(
    private readonly root: JsonObject,
    private readonly warnings: ManifestWarnings,
  ) {}

  read(): FundingManifest {
    const version = this.versionOf(this.root.version);
    this.fields(this.root).countUnknown(['$schema', 'version', 'entity', 'projects', 'funding']);
    const funding = objectAt(this.root.funding, 'funding');
    this.fields(funding).countUnknown(['channels', 'plans', 'history']);
    const channels = this.entries(funding.channels, 'funding.channels', MANIFEST_LIMITS.channels, (entry) =>
      this.channel(entry),
    );
    const guids = channels.flatMap(({ guid }) => guid ?? []);
    return {
      kind: 'funding_json',
      version,
      entity: this.root.entity === undefined ? null : this.entity(objectAt(this.root.entity, 'entity')),
      projects: this.entries(this.root.projects, 'projects', MANIFEST_LIMITS.projects, (entry) => this.project(entry)),
      channels,
      plans: this.entries(funding.plans, 'funding.plans', MANIFEST_LIMITS.plans, (entry, place) =>
        this.plan(entry, place, guids),
      ),
      history: this.entries(funding.history, 'funding.history', MANIFEST_LIMITS.years, (entry, place) =>
        this.year(entry, place),
      ),
    };
  }

  private versionOf(version: unknown): string {
    if (typeof version !== 'string') throw new ManifestInvalidError('version', 'a text such as v1.1.0');
    if (!VERSION.test(version)) throw new ManifestVersionError(version);
    return version;
  }

  private fields(object: JsonObject): ManifestFields {
    return new ManifestFields(object, this.warnings);
  }

  /** @throws ManifestInvalidError for two entries with the same guid */
  private entries<Entry extends object>(
    value: unknown,
    place: string,
    limit: number,
    read: (entry: JsonObject, place: string) => Entry | null,
  ): readonly Entry[] {
    const seen = new Set<unknown>();
    return this.warnings.first(listAt(value, place), limit).flatMap((item, at) => {
      const here = `${place}[${String(at)}]`;
      const entry = read(objectAt(item, here), here);
      const guid = entry !== null && 'guid' in entry ? entry.guid : null;
      if (guid !== null && seen.has(guid))
        throw new ManifestInvalidError(`${here}.guid`, 'one that no other entry has');
      seen.add(guid);
      return entry ?? [];
    });
  }

  /** The name of a person is left out: it would stay when the person asks to be forgotten. */
  private entity(object: JsonObject): ManifestEntity {
    const fields = this.fields(object);
    fields.countUnknown(['type', 'role', 'name', 'email', 'phone', 'description', 'webpageUrl']);
    if (fields.text('phone', MANIFEST_LIMITS.address) !== null) this.warnings.add('PHONE_NUMBER');
    // One that looks like an address is counted already; this is one that is written around.
    if (fields.text('email', MANIFEST_LIMITS.address) !== null) this.warnings.add('EMAIL_ADDRESS');
    const type = fields.oneOf('type', ENTITY_TYPES);
    const name = fields.text('name', MANIFEST_LIMITS.name);
    const isPerson = type === null || type === 'individual';
    if (isPerson && name !== null) this.warnings.add('PERSON_NAME');
    return {
      type,
      role: fields.oneOf('role', ENTITY_ROLES),
      name: isPerson ? null : name,
      description: isPerson ? null : fields.text('description', MANIFEST_LIMITS.longDescription),
      webpageUrl: fields.page('webpageUrl'),
    };
  }

  private project(object: JsonObject): ManifestProject | null {
    const fields = this.fields(object);
    const known = ['guid', 'id', 'name', 'description', 'webpageUrl', 'repositoryUrl', 'licenses', 'tags'];
    fields.countUnknown(known);
    const guid = fields.guid(GUID);
    if (guid === null) return null;
    return {
      guid,
      name: fields.text('name', MANIFEST_LIMITS.name),
      description: fields.text('description', MANIFEST_LIMITS.longDescription),
      webpageUrl: fields.page('webpageUrl'),
      repositoryUrl: fields.page('repositoryUrl'),
      licences: fields.texts('licenses', MANIFEST_LIMITS.licences, LICENCE),
      tags: fields.texts('tags', MANIFEST_LIMITS.tags, TAG),
    };
  }

  private channel(object: JsonObject): ManifestChannel | null {
    const fields = this.fields(object);
    fields.countUnknown(['guid', 'id', 'type', 'address', 'description']);
    const guid = fields.guid(GUID);
    const address = fields.text('address', MANIFEST_LIMITS.address);
    if (guid === null) return null;
    if (address !== null && SCRIPT.test(address)) {
      this.warnings.add('INVALID_VALUE');
      return null;
    }
    const description = fields.text('description', MANIFEST_LIMITS.description);
    return { guid, type: fields.oneOf('type', CHANNEL_TYPES) ?? 'other', address, description };
  }

  private plan(object: JsonObject, place: string, guids: readonly string[]): ManifestPlan | null {
    const fields = this.fields(object);
    const money = ['amount', 'currency', 'frequency', 'channels'];
    fields.countUnknown(['guid', 'id', 'status', 'name', 'description', ...money]);
    const currency = currencyAt(object.currency, `${place}.currency`);
    const minor = minorUnits(object.amount, currency, `${place}.amount`);
    const guid = fields.guid(GUID);
    const name = fields.text('name', MANIFEST_LIMITS.name);
    const frequency = fields.oneOf('frequency', FREQUENCIES);
    const status = fields.oneOf('status', PLAN_STATUSES);
    if (guid === null || name === null || frequency === null || status === null) return null;
    const named = fields.texts('channels', MANIFEST_LIMITS.channels, GUID);
    const channels = named.filter((channel) => guids.includes(channel));
    this.warnings.add('UNKNOWN_CHANNEL', named.length - channels.length);
    const description = fields.text('description', MANIFEST_LIMITS.description);
    const amountMinor = minor === 0n ? null : minor.toString();
    return { guid, name, description, status, amountMinor, currency, frequency, channels };
  }

  private year(object: JsonObject, place: string): ManifestYear | null {
    const fields = this.fields(object);
    fields.countUnknown(['year', 'income', 'expenses', 'taxes', 'currency', 'description']);
    const { year } = object;
    const currency =
      object.currency === undefined || object.currency === null
        ? null
        : currencyAt(object.currency, `${place}.currency`);
    const amount = (key: string): string | null => historyAmount(object[key], currency, `${place}.${key}`);
    const amounts = { income: amount('income'), expenses: amount('expenses'), taxes: amount('taxes') };
    if (!Number.isInteger(year) || (year as number) < FIRST_YEAR || (year as number) > LAST_YEAR) {
      this.warnings.add('INVALID_VALUE');
      return null;
    }
    const description = fields.text('description', MANIFEST_LIMITS.description);
    return { year: year as number, ...amounts, currency, description };
  }
}
