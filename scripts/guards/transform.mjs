import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import swc from '@swc/jest';
import { ROOT, isGuarded } from './files.mjs';
import { instrument } from './sites.mjs';

const VERSION = createHash('sha256')
  .update(readFileSync(join(import.meta.dirname, 'sites.mjs')))
  .digest('hex');

/** The transformer of the suite, which first makes every guard switchable. */
export default {
  createTransformer(options) {
    const inner = swc.createTransformer(options);
    const guarded = (text, path) => {
      const name = relative(ROOT, path).replaceAll('\\', '/');
      return isGuarded(name) ? instrument(name, text) : text;
    };
    return {
      canInstrument: false,
      getCacheKey: (text, path, ...rest) => VERSION + inner.getCacheKey(text, path, ...rest),
      process: (text, path, ...rest) => inner.process(guarded(text, path), path, ...rest),
      processAsync: (text, path, ...rest) => inner.processAsync(guarded(text, path), path, ...rest),
    };
  },
};
