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
} from './funding-manifest.js';
import { isObject, isWebAddress, type JsonObject } from './manifest-fields.js';

type Check = (value: unknown) => boolean;

const text =
  (shortest: number, longest: number): Check =>
  (value) =>
    typeof value === 'string' && value.length >= shortest && value.length <= longest;
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    values.includes(value as string);
const like =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const amount: Check = (value) => typeof value === 'number' && value >= 0 && value <= MANIFEST_LIMITS.amount;
const year: Check = (value) =>
  Number.isInteger(value) && (value as number) >= FIRST_YEAR && (value as number) <= LAST_YEAR;
const page: Check = (value) =>
  isObject(value) &&
  isAddress(value.url) &&
  (value.wellKnown === undefined || isAddress(value.wellKnown)) &&
  Object.keys(value).every((key) => ['url', 'wellKnown'].includes(key));
const isAddress: Check = (value) => typeof value === 'string' && isWebAddress(value);
const listOf =
  (shortest: number, longest: number, check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length >= shortest && value.length <= longest && value.every(check);

const { name, description, longDescription, address, channels, projects, plans, years, licences, tags } =
  MANIFEST_LIMITS;
const CURRENCY = /^[A-Z]{3}$/;

const ENTITY: Readonly<Record<string, Check>> = {
  type: oneOf(ENTITY_TYPES),
  role: oneOf(ENTITY_ROLES),
  name: text(1, name),
  email: like(/^[^\s@]+@[^\s@]+$/),
  phone: optional(text(0, 32)),
  description: text(1, longDescription),
  webpageUrl: page,
};
const PROJECT: Readonly<Record<string, Check>> = {
  guid: like(GUID),
  name: text(1, name),
  description: text(5, longDescription),
  webpageUrl: page,
  repositoryUrl: page,
  licenses: listOf(1, licences, text(1, 100)),
  tags: listOf(1, tags, like(TAG)),
};
const CHANNEL: Readonly<Record<string, Check>> = {
  guid: like(GUID),
  type: oneOf(CHANNEL_TYPES),
  address: optional(text(0, address)),
  description: optional(text(0, description)),
};
const PLAN: Readonly<Record<string, Check>> = {
  guid: like(GUID),
  status: oneOf(PLAN_STATUSES),
  name: text(3, name),
  description: optional(text(0, description)),
  amount,
  currency: like(CURRENCY),
  frequency: oneOf(FREQUENCIES),
  channels: listOf(1, channels, like(GUID)),
};
const YEAR: Readonly<Record<string, Check>> = {
  year,
  income: optional(amount),
  expenses: optional(amount),
  taxes: optional(amount),
  currency: optional(like(CURRENCY)),
  description: optional(text(0, description)),
};

/**
 * What keeps a document from being a funding.json of version 1.1.0, as paths such as `entity.email`. Unlike the reference
 * validator, it sees guids that are used twice at any distance, and counts the years of the history as such.
 * Source: the schema of fundingjson.org, version 1.1.0, and the rules of go-funding-json.
 */
export function fundingJsonProblems(document: unknown): readonly string[] {
  if (!isObject(document)) return ['$'];
  const funding = isObject(document.funding) ? document.funding : {};
  const known = (Array.isArray(funding.channels) ? (funding.channels as readonly unknown[]) : []).map((channel) =>
    isObject(channel) ? channel.guid : undefined,
  );
  const plan = { ...PLAN, channels: (value: unknown) => PLAN.channels!(value) && isAmong(known, value) };
  return [
    ...(document.version === 'v1.1.0' ? [] : ['version']),
    ...problemsOf(document.entity, ENTITY, 'entity'),
    ...problemsOfList(document.projects, PROJECT, 'projects', 1, projects),
    ...problemsOfList(funding.channels, CHANNEL, 'funding.channels', 1, channels),
    ...problemsOfList(funding.plans, plan, 'funding.plans', 1, plans),
    ...problemsOfList(funding.history, YEAR, 'funding.history', 0, years),
  ];
}

function isAmong(known: readonly unknown[], guids: unknown): boolean {
  return (guids as readonly unknown[]).every((guid) => known.includes(guid));
}

function problemsOf(value: unknown, checks: Readonly<Record<string, Check>>, place: string): string[] {
  if (!isObject(value)) return [place];
  const object: JsonObject = value;
  return [
    ...Object.entries(checks).flatMap(([key, check]) => (check(object[key]) ? [] : [`${place}.${key}`])),
    ...Object.keys(object).flatMap((key) => (key in checks ? [] : [`${place}.${key}`])),
  ];
}

function problemsOfList(
  value: unknown,
  checks: Readonly<Record<string, Check>>,
  place: string,
  shortest: number,
  longest: number,
): string[] {
  if (!Array.isArray(value) || value.length < shortest || value.length > longest) return [place];
  const items = value as readonly unknown[];
  const guids = items.map((item) => (isObject(item) ? item.guid : undefined));
  return items.flatMap((item, at) => {
    const here = `${place}[${String(at)}]`;
    const isTaken = guids[at] !== undefined && guids.indexOf(guids[at]) < at;
    return [...problemsOf(item, checks, here), ...(isTaken ? [`${here}.guid`] : [])];
  });
}
