import { createRequire } from 'node:module';
import type * as JsYaml from 'js-yaml';
import { MalformedYamlError, TooDeepError, YamlAliasForbiddenError } from './text.errors.js';

// Its CommonJS build: the other one falls to a third of its speed after some eight large files in a process.
const { CORE_SCHEMA, FAILSAFE_SCHEMA, YAMLException, loadAll } = createRequire(import.meta.url)(
  'js-yaml',
) as typeof JsYaml;

/**
 * The documents of a YAML stream. Mappings that have a key `__proto__` come with a null prototype, so that no key of a file
 * is more than a key.
 * @param scalars `texts` leaves all of them as they are written: 1.10 is a range and no number
 * @throws YamlAliasForbiddenError, TooDeepError, MalformedYamlError
 */
export function parseYaml(
  text: string,
  limits: { readonly maxDepth: number },
  scalars: 'typed' | 'texts' = 'typed',
): readonly unknown[] {
  const schema = scalars === 'texts' ? FAILSAFE_SCHEMA : CORE_SCHEMA;
  try {
    return loadAll(text, { maxAliases: 0, maxDepth: limits.maxDepth, schema });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const position = { line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1 };
    if (error.reason.includes('maxAliases')) throw new YamlAliasForbiddenError(position);
    if (error.reason.includes('maxDepth')) throw new TooDeepError(limits.maxDepth);
    throw new MalformedYamlError(position);
  }
}
