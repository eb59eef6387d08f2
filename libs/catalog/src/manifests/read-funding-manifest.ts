import { TooDeepError, nestingDepth, parseJsonText } from '#platform/kernel';
import { assertExactNumbers } from './exact-amounts.js';
import { readFundingJson } from './funding-json.reader.js';
import { MANIFEST_LIMITS, type FundingManifest } from './funding-manifest.js';
import { readFundingYml } from './funding-yml.reader.js';
import { isObject, type JsonObject } from './manifest-fields.js';
import {
  ManifestEmptyError,
  ManifestIsPointerError,
  ManifestOfDripsError,
  ManifestTooLargeError,
  ManifestUnknownError,
} from './manifest.errors.js';
import { ManifestWarnings, type ManifestWarning } from './manifest-warnings.js';
import { readPackageJson } from './package-json.reader.js';

export interface ReadManifest {
  readonly manifest: FundingManifest;
  readonly warnings: readonly ManifestWarning[];
}

/** What a host shows of a symbolic link: the path of another file, and nothing else. */
const POINTER = /^(?:\.{0,2}\/)?[\w@.-]+(?:\/[\w@.-]+)*\.(?:json|ya?ml)$/i;

/**
 * Reads FUNDING.yml, funding.json or the `funding` of package.json; which of them it is follows from what is in it, and from
 * its name only whether it is YAML or JSON.
 * @throws ManifestTooLargeError, ManifestIsPointerError, ManifestOfDripsError, ManifestUnknownError, ManifestEmptyError,
 * TooDeepError, MalformedJsonError, and whatever the reader of the kind throws
 */
export function readFundingManifest(fileName: string, content: string): ReadManifest {
  const bytes = Buffer.byteLength(content);
  if (bytes > MANIFEST_LIMITS.bytes) throw new ManifestTooLargeError(bytes);
  const text = content.replace(/^\ufeff/, '');
  const pointer = text.trim();
  if (POINTER.test(pointer)) throw new ManifestIsPointerError(pointer.slice(0, MANIFEST_LIMITS.address));
  const warnings = new ManifestWarnings();
  const manifest = isJson(fileName, text) ? readJson(text, warnings) : readFundingYml(text, warnings);
  if (manifest.channels.length + manifest.plans.length + manifest.projects.length === 0) throw new ManifestEmptyError();
  return { manifest, warnings: warnings.list() };
}

function isJson(fileName: string, text: string): boolean {
  if (/\.json$/i.test(fileName)) return true;
  return !/\.ya?ml$/i.test(fileName) && text.trimStart().startsWith('{');
}

function readJson(text: string, warnings: ManifestWarnings): FundingManifest {
  if (nestingDepth(Buffer.from(text), MANIFEST_LIMITS.depth) === null) throw new TooDeepError(MANIFEST_LIMITS.depth);
  const document = parseJsonText(text);
  if (!isObject(document)) throw new ManifestUnknownError();
  if (isOfDrips(document)) throw new ManifestOfDripsError();
  if (isFundingJson(document)) {
    assertExactNumbers(text);
    return readFundingJson(document, warnings);
  }
  if (document.funding === undefined && typeof document.name !== 'string') throw new ManifestUnknownError();
  return readPackageJson(document, warnings);
}

/** `drips.<chain>.ownedBy`; the name of the file is that of FLOSS/fund on a disk that does not tell capitals. */
function isOfDrips({ drips, entity }: JsonObject): boolean {
  return entity === undefined && isObject(drips);
}

function isFundingJson({ entity, projects, funding }: JsonObject): boolean {
  if (entity !== undefined || projects !== undefined) return true;
  return isObject(funding) && ['channels', 'plans', 'history'].some((key) => key in funding);
}
