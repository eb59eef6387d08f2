import type { DependencyGraph } from '../dependency-graph.js';
import type { DocumentReader, ReadingContext } from './document-reader.js';
import {
  isJsonObject,
  optionalObject,
  optionalString,
  pointerSegment,
  requiredObject,
  type JsonObject,
} from './json-values.js';
import { LockReading } from './lock-reading.js';
import { normalisedName, pypiPackageUrl } from './python-packages.js';
import type { SourceDocument } from './source-document.js';

/** Pipfile.lock: the resolved set, without edges. What is direct stands in the Pipfile alone. */
export const pipfileLockReader: DocumentReader = {
  manifestOf: 'pypi',
  recognises: ({ json }) => isJsonObject(json) && isJsonObject(json._meta) && Object.hasOwn(json._meta, 'pipfile-spec'),
  read: (document, context) => new PipfileLockReading(document, context).read(),
};

class PipfileLockReading {
  private readonly lock: JsonObject;
  private readonly reading: LockReading;
  private readonly byName = new Map<string, number>();

  constructor({ json }: SourceDocument, context: ReadingContext) {
    this.lock = requiredObject(json, '');
    this.reading = new LockReading(context);
  }

  read(): DependencyGraph {
    const version = String(requiredObject(this.lock._meta, '/_meta')['pipfile-spec']);
    // What both sections have is needed at run time, and listed once.
    for (const section of ['default', 'develop']) {
      for (const [name, value] of Object.entries(optionalObject(this.lock[section], `/${section}`) ?? {})) {
        const at = `/${section}/${pointerSegment(name)}`;
        if (!this.byName.has(normalisedName(name))) this.readPackage(name, requiredObject(value, at), section, at);
      }
    }
    this.reading.addProduct(({ name }) => {
      const ordinal = this.byName.get(normalisedName(name));
      return ordinal === undefined ? [] : [ordinal];
    });
    return this.reading.build({ name: 'pipfile-lock', version: this.reading.fields.text(version, '/_meta', 20) });
  }

  private readPackage(name: string, entry: JsonObject, section: string, at: string): void {
    const version = optionalString(entry.version, `${at}/version`)?.replace(/^={2,3}/, '') ?? null;
    const git = optionalString(entry.git, `${at}/git`);
    if (git !== undefined || entry.path !== undefined || entry.file !== undefined) this.reading.warnOfSource(at);
    const ordinal = this.reading.add({
      name,
      version,
      at,
      packageUrl: pypiPackageUrl(name, git === undefined ? null : `git+${git}`),
      scope: section === 'develop' ? 'development' : 'runtime',
    });
    this.byName.set(normalisedName(name), ordinal);
  }
}
