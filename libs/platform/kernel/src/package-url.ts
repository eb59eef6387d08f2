import { InvalidPackageUrlError } from './package-url.errors.js';
import { PACKAGE_URL_TYPES, type FoldedPart, type PackageUrlType } from './package-url-types.js';
import { isStorable } from './storable-text.js';

/**
 * A package URL in canonical parts: decoded, folded as its type demands, empty parts as null, qualifiers sorted by key.
 * Only `createPackageUrl` and `parsePackageUrl` make one, so equal packages have equal parts.
 */
export interface PackageUrl {
  readonly type: string;
  /** Segments joined by "/". */
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly qualifiers: ReadonlyMap<string, string>;
  readonly subpath: string | null;
}

/** The forms in which a purl is compared and stored. */
export interface PackageUrlForms {
  /** With qualifiers and subpath. */
  readonly packageUrl: string;
  /** `pkg:type/namespace/name@version`. */
  readonly basePackageUrl: string;
  /** `type/namespace/name`. */
  readonly packageKey: string;
}

/** What a purl is built from; anything but type and name may be left out. */
export interface PackageUrlParts {
  readonly type: string;
  readonly namespace?: string | null;
  readonly name: string;
  readonly version?: string | null;
  readonly qualifiers?: Iterable<readonly [string, string]>;
  readonly subpath?: string | null;
}

/**
 * `lenient` also accepts qualifier keys with a leading capital, which real files contain. The official suite has them
 * refused (`?Arch=`), and yet has a capital further on folded (`?repositorY_url=`); `strict` does exactly that. And it
 * accepts modules of one segment such as `go.opencensus.io`, although the definition of golang asks for a namespace.
 */
export type PackageUrlMode = 'lenient' | 'strict';

const SCHEME = /^pkg:/i;
const TYPE = /^[a-z][a-z0-9.-]*$/;
const QUALIFIER_KEY = /^[a-z][a-z0-9.\-_]*$/;
/** Characters that are written as they are, by their code. */
const UNCHANGED = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[A-Za-z0-9.\-_~:]/.test(String.fromCharCode(code))),
);
const CHANGED = /[^A-Za-z0-9.\-_~:]/gu;
export const NO_QUALIFIERS: ReadonlyMap<string, string> = new Map();
const NO_RULES: PackageUrlType = { namespace: 'optional' };

/**
 * Parses a purl as ECMA-427 describes: from the right, "#", "?" and "@" first, then the type from the left.
 * @throws InvalidPackageUrlError for anything that is not a valid purl of its type
 */
export function parsePackageUrl(text: string, mode: PackageUrlMode = 'lenient'): PackageUrl {
  const [beforeSubpath, subpath] = splitLast(text, '#');
  const [beforeQualifiers, query] = splitLast(beforeSubpath, '?');
  if (!SCHEME.test(beforeQualifiers)) throw new InvalidPackageUrlError('scheme');
  const path = trimSlashes(beforeQualifiers.slice('pkg:'.length));
  const slash = path.indexOf('/');
  if (slash < 0) throw new InvalidPackageUrlError('name');
  const type = path.slice(0, slash).toLowerCase();
  const [segmentText, version] = splitVersion(path.slice(slash + 1));
  const { namespace, name } = splitSegments(type, segmentText);
  return createPackageUrl(
    {
      type,
      namespace,
      name,
      version: version === null ? null : decode(version),
      qualifiers: query === null ? NO_QUALIFIERS : parseQualifiers(query, mode),
      subpath: subpath === null ? null : subpath.split('/').map(decode).join('/'),
    },
    mode,
  );
}

/**
 * Builds a purl from decoded parts and brings them into canonical form.
 * @throws InvalidPackageUrlError naming the part that its type does not permit
 */
export function createPackageUrl(parts: PackageUrlParts, mode: PackageUrlMode = 'lenient'): PackageUrl {
  // The parts may come from outside, where a type can be null; String(null) would be a valid type.
  const type = typeof parts.type === 'string' ? parts.type.toLowerCase() : '';
  const known = PACKAGE_URL_TYPES.get(type);
  if (known === undefined && !TYPE.test(type)) throw new InvalidPackageUrlError('type');
  const rules = known ?? NO_RULES;
  const { qualifiers: stated = NO_QUALIFIERS } = parts;
  const qualifiers = stated === NO_QUALIFIERS ? NO_QUALIFIERS : canonicalQualifiers(stated);
  const purl = {
    type,
    namespace: canonicalNamespace(parts.namespace ?? null, rules),
    name: canonicalName(parts.name, rules, qualifiers),
    version: folded(parts.version ?? '', 'version', rules) || null,
    qualifiers,
    subpath: canonicalSubpath(parts.subpath ?? null, rules),
  };
  assertPermitted(purl, rules, mode);
  return purl;
}

/** The canonical text, with qualifiers and subpath: the only form in which two purls may be compared. */
export function formatPackageUrl(purl: PackageUrl): string {
  return packageUrlForms(purl).packageUrl;
}

/** `pkg:type/namespace/name@version` without qualifiers and subpath: one version of one package. */
export function basePackageUrl(purl: PackageUrl): string {
  return packageUrlForms(purl).basePackageUrl;
}

/** All forms in which a purl is compared and stored, each built once. */
export function packageUrlForms(purl: PackageUrl): PackageUrlForms {
  const key = packageKey(purl);
  const base = purl.version === null ? `pkg:${key}` : `pkg:${key}@${encode(purl.version)}`;
  let text = base;
  let separator = '?';
  for (const [name, value] of purl.qualifiers) {
    text += `${separator}${name}=${encode(value)}`;
    separator = '&';
  }
  if (purl.subpath !== null) text += `#${encodePath(purl.subpath)}`;
  return { packageUrl: text, basePackageUrl: base, packageKey: key };
}

/**
 * `type/namespace/name` in canonical encoding, for example `npm/%40babel/core`: the key by which a package is looked up
 * in the catalogue. With `pkg:` in front it is a purl without a version.
 */
export function packageKey(purl: PackageUrl): string {
  const name = isPathNamed(purl.type) ? encodePath(purl.name) : encode(purl.name);
  return purl.namespace === null ? `${purl.type}/${name}` : `${purl.type}/${encodePath(purl.namespace)}/${name}`;
}

/** The canonical text of a purl in any spelling. @throws InvalidPackageUrlError */
export function canonicalPackageUrl(text: string): string {
  return formatPackageUrl(parsePackageUrl(text));
}

function splitLast(text: string, separator: string): [string, string | null] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function trimSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '/') start += 1;
  while (end > start && text[end - 1] === '/') end -= 1;
  return text.slice(start, end);
}

/** An "@" that opens a segment which is not the last is an unencoded npm scope and no version separator. */
function splitVersion(path: string): [string, string | null] {
  const at = path.lastIndexOf('@');
  const opensSegment = at === 0 || path[at - 1] === '/';
  if (opensSegment && path.includes('/', at)) return [path, null];
  return at < 0 ? [path, null] : [path.slice(0, at), path.slice(at + 1)];
}

function splitSegments(type: string, text: string): { namespace: string | null; name: string } {
  const slash = text.indexOf('/');
  // Nearly all have one segment or two.
  if (slash < 0) return { namespace: null, name: decode(text) };
  if (slash > 0 && slash < text.length - 1 && !text.includes('/', slash + 1)) {
    return { namespace: decode(text.slice(0, slash)) || null, name: decode(text.slice(slash + 1)) };
  }
  const segments = trimSlashes(text)
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode);
  const nameAt = isPathNamed(type) ? Math.min(1, segments.length - 1) : segments.length - 1;
  const namespace = segments.slice(0, Math.max(0, nameAt)).join('/');
  return { namespace: namespace || null, name: text.endsWith('/') ? '' : segments.slice(nameAt).join('/') };
}

function isPathNamed(type: string): boolean {
  return PACKAGE_URL_TYPES.get(type)?.nameIsPath === true;
}

function parseQualifiers(query: string, mode: PackageUrlMode): [string, string][] {
  const pairs: [string, string][] = [];
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const key = pair.slice(0, equals);
    if (mode === 'strict' && /^[A-Z]/.test(key)) throw new InvalidPackageUrlError('qualifiers');
    pairs.push([key, decode(pair.slice(equals + 1))]);
  }
  return pairs;
}

function canonicalQualifiers(pairs: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
  const kept: [string, string][] = [];
  for (const [key, value] of pairs) {
    if (value === '') continue;
    const folded = key.toLowerCase();
    if (!QUALIFIER_KEY.test(folded) || !isStorable(value)) throw new InvalidPackageUrlError('qualifiers');
    kept.push([folded, value]);
  }
  if (kept.length === 0) return NO_QUALIFIERS;
  kept.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  const qualifiers = new Map(kept);
  if (qualifiers.size < kept.length) throw new InvalidPackageUrlError('qualifiers');
  return qualifiers;
}

function canonicalNamespace(namespace: string | null, rules: PackageUrlType): string | null {
  if (namespace === null) return null;
  const trimmed = namespace.includes('/') ? namespace.split('/').filter(Boolean).join('/') : namespace;
  const text = folded(trimmed, 'namespace', rules);
  return (rules.upperCaseNamespace ? text.toUpperCase() : text) || null;
}

function canonicalName(name: string, rules: PackageUrlType, qualifiers: ReadonlyMap<string, string>): string {
  if (typeof name !== 'string') throw new InvalidPackageUrlError('name');
  const text = folded(name, 'name', rules);
  return rules.rewriteName ? rules.rewriteName(text, qualifiers) : text;
}

/** Dot segments are dropped, not resolved: a subpath never climbs. */
function canonicalSubpath(subpath: string | null, rules: PackageUrlType): string | null {
  if (subpath === null) return null;
  const segments = subpath.split('/').filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  return folded(segments.join('/'), 'subpath', rules) || null;
}

function folded(text: string, part: FoldedPart, rules: PackageUrlType): string {
  if (!isStorable(text)) throw new InvalidPackageUrlError(part);
  return rules.lowerCase?.includes(part) ? text.toLowerCase() : text;
}

function assertPermitted(purl: PackageUrl, rules: PackageUrlType, mode: PackageUrlMode): void {
  if (purl.name === '' || rules.namePattern?.test(purl.name) === false) throw new InvalidPackageUrlError('name');
  const namespaceIsWrong = rules.namespace === (purl.namespace === null ? 'required' : 'prohibited');
  if (namespaceIsWrong && !(mode === 'lenient' && rules.isNamespaceOftenAbsent))
    throw new InvalidPackageUrlError('namespace');
  if (purl.version !== null && rules.versionPattern?.test(purl.version) === false) {
    throw new InvalidPackageUrlError('version');
  }
  if (rules.requiredQualifier !== undefined && !purl.qualifiers.has(rules.requiredQualifier)) {
    throw new InvalidPackageUrlError('qualifiers');
  }
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidPackageUrlError('encoding');
  }
}

/** ":" stays bare everywhere; encodeURIComponent leaves five characters alone that ECMA-427 wants encoded. */
function encode(text: string): string {
  return isUnchanged(text) ? text : text.replaceAll(CHANGED, percentEncoded);
}

function percentEncoded(character: string): string {
  const encoded = encodeURIComponent(character);
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
}

function isUnchanged(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (UNCHANGED[text.charCodeAt(at)] !== 1) return false;
  return true;
}

function encodePath(path: string): string {
  return path.includes('/') ? path.split('/').map(encode).join('/') : encode(path);
}
