import type Stripe from 'stripe';
import { z } from 'zod';
import { ApiError } from '../errors.js';
import type { DecodedObject } from './form.js';

/**
 * The building blocks of parameter schemas. v1 values arrive as strings, v2 values as JSON, so numbers and booleans
 * take both. A `code` in `params` of a refinement is the error code of the answer.
 */
function refine(code: string, error: string): { params: { code: string }; error: string } {
  return { params: { code }, error };
}

export const text = (maximum = 5_000): z.ZodString => z.string().max(maximum);
/** A string that must hold something: Stripe reads an empty one as "unset", which makes no sense for these. */
export const filled = (maximum = 5_000): z.ZodString =>
  z.string().min(1, { error: 'parameter_invalid_empty' }).max(maximum);

export const integer = (minimum = Number.MIN_SAFE_INTEGER): z.ZodType<number> =>
  z
    .union([z.string(), z.number()])
    .refine((value) => /^-?\d{1,15}$/.test(String(value)), refine('parameter_invalid_integer', 'Invalid integer'))
    .transform(Number)
    .refine(
      (value) => value >= minimum,
      refine('parameter_invalid_integer', `This value must be at least ${minimum}.`),
    );

export const flag: z.ZodType<boolean> = z
  .union([z.enum(['true', 'false']), z.boolean()])
  .transform((value) => value === true || value === 'true');

export const currencyCode: z.ZodType<string> = z
  .string()
  .regex(/^[A-Za-z]{3}$/)
  .transform((code) => code.toLowerCase());

export const webUrl = z
  .string()
  .max(5_000)
  .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), refine('url_invalid', 'Not a valid URL'));

/** Metadata: at most 50 keys of 40 characters with values of 500; an empty value unsets, `''` unsets everything. */
export const metadata: z.ZodType<Record<string, string>> = z
  .preprocess(
    // Keys that are all digits were decoded as an array.
    (value) => (Array.isArray(value) ? Object.fromEntries(value.entries()) : value === '' ? {} : value),
    z
      .record(z.string().max(40), z.string().max(500))
      .refine((value) => Object.keys(value).length <= 50, { error: 'Metadata can have at most 50 keys.' }),
  )
  .transform((value) => Object.fromEntries(Object.entries(value).filter(([, text]) => text !== '')));

/** What an update does to metadata: null unsets everything, an empty value unsets its key. */
export type MetadataChange = Record<string, string> | null;
export const metadataChange: z.ZodType<MetadataChange> = z.preprocess(
  (value) => (Array.isArray(value) ? Object.fromEntries(value.entries()) : value),
  z.union([z.literal('').transform(() => null), z.record(z.string().max(40), z.string().max(500))]),
);

/** The metadata after an update: what the change does not name stays. */
export function changedMetadata(current: Stripe.Metadata, change: MetadataChange | undefined): Stripe.Metadata {
  if (change === undefined) return current;
  if (change === null) return {};
  return Object.fromEntries(Object.entries({ ...current, ...change }).filter(([, value]) => value !== ''));
}

/** A parameter that an empty string unsets. */
export function unsettable<T>(schema: z.ZodType<T>): z.ZodType<T | null> {
  return z.union([z.literal('').transform(() => null), schema]);
}

/** The fields that were given: an update must not touch the others. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export const address = z.strictObject({
  city: text().optional(),
  country: text().optional(),
  line1: text().optional(),
  line2: text().optional(),
  postal_code: text().optional(),
  state: text().optional(),
});

/** The six fields of an address, null where nothing was said. */
export function addressObject(parts: z.output<typeof address>): Stripe.Address {
  const { city, country, line1, line2, postal_code, state } = parts;
  return {
    city: city ?? null,
    country: country ?? null,
    line1: line1 ?? null,
    line2: line2 ?? null,
    postal_code: postal_code ?? null,
    state: state ?? null,
  };
}

/** The `data` of a list is no level of its own. */
function levels(path: string): number {
  return path.split('.').filter((step) => step !== 'data').length;
}

export const expand = z
  .array(z.string().refine((path) => levels(path) <= 4, { error: 'At most four levels can be expanded.' }))
  .optional();

/** The parameters that say something of the object, not of the answer. */
export function withoutExpand<T extends { expand?: unknown }>(parameters: T): Omit<T, 'expand'> {
  const rest: Partial<T> = { ...parameters };
  delete rest.expand;
  return rest as Omit<T, 'expand'>;
}

export const instantRange = z
  .union([
    integer(),
    z.strictObject({
      gt: integer().optional(),
      gte: integer().optional(),
      lt: integer().optional(),
      lte: integer().optional(),
    }),
  ])
  .optional();
export type InstantRange = z.output<typeof instantRange>;

const pageSize = integer(1).refine((value) => value <= 100, refine('parameter_invalid_integer', 'At most 100.'));
/** The parameters that every v1 list takes. */
export const page = {
  limit: pageSize.optional(),
  starting_after: filled().optional(),
  ending_before: filled().optional(),
  expand,
};
export interface PageParameters {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

/** Parameters that a later API version took away, with the code of the answer. */
const REMOVED: Readonly<Record<string, string>> = {
  payment_method_types: 'payment_method_types_no_longer_supported',
};

/** Checks decoded parameters against a schema; the first fault becomes the 400 that Stripe would answer. */
export function parseParameters<T>(schema: z.ZodType<T>, decoded: DecodedObject, removed: readonly string[] = []): T {
  for (const name of removed) {
    if (name in decoded) {
      throw new ApiError(400, `The parameter ${name} is no longer supported.`, { code: REMOVED[name]!, param: name });
    }
  }
  const result = schema.safeParse(decoded);
  if (result.success) return result.data;
  throw toApiError(flatten(result.error.issues), decoded);
}

type Issue = z.core.$ZodIssue;

/** The issues of the branch of a union that got furthest stand for the union. */
function flatten(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const branches = issue.errors.map((branch) => flatten(branch.map((inner) => rebase(inner, issue.path))));
    return branches.find((branch) => branch.some((inner) => inner.path.length > issue.path.length)) ?? [issue];
  });
}

function rebase(inner: Issue, base: readonly PropertyKey[]): Issue {
  return { ...inner, path: [...base, ...inner.path] };
}

function toApiError(issues: readonly Issue[], decoded: DecodedObject): ApiError {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown?.code === 'unrecognized_keys') {
    const param = paramName([...unknown.path, unknown.keys[0]!]);
    return new ApiError(400, `Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const missing = issues.find(
    (issue) => issue.code.startsWith('invalid_') && valueAt(decoded, issue.path) === undefined,
  );
  if (missing !== undefined) {
    const param = paramName(missing.path);
    return new ApiError(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  const issue = issues[0]!;
  const param = paramName(issue.path);
  const code = codeOf(issue);
  return new ApiError(400, `Invalid ${param}: ${issue.message}`, { param, ...(code === null ? {} : { code }) });
}

function valueAt(decoded: DecodedObject, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, segment) => (value as Record<PropertyKey, unknown> | undefined)?.[segment],
    decoded,
  );
}

function codeOf(issue: Issue): string | null {
  if (issue.code === 'custom') {
    const code: unknown = issue.params?.code;
    return typeof code === 'string' ? code : null;
  }
  return issue.message.startsWith('parameter_') ? issue.message : null;
}

/** `line_items[0][price_data][currency]` */
function paramName(path: readonly PropertyKey[]): string {
  return path.map((segment, index) => (index === 0 ? String(segment) : `[${String(segment)}]`)).join('');
}
