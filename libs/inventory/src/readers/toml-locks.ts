import type { SourceDocument } from './source-document.js';

type TomlLock = 'cargo' | 'uv' | 'poetry' | 'pdm';

const PACKAGES = /^\[\[package\]\]/m;
/** What each writer has and the others have not, at the beginning of a line. Cargo has nothing of its own before version 3. */
const MARKS: readonly (readonly [TomlLock, RegExp])[] = [
  ['uv', /^(?:requires-python\s*=|source\s*=\s*\{)/m],
  ['poetry', /^(?:content-hash|python-versions)\s*=/m],
  ['pdm', /^(?:lock_version|content_hash)\s*=/m],
];

/** Whether a text is the lockfile of one of the package managers that write TOML. */
export function isTomlLock({ syntax, text }: SourceDocument, wanted: TomlLock): boolean {
  if (syntax !== 'lines' || !PACKAGES.test(text)) return false;
  return (MARKS.find(([, mark]) => mark.test(text))?.[0] ?? 'cargo') === wanted;
}
