import { join } from 'node:path';
import base from '../../jest.config.js';
import { ROOT } from './files.mjs';

const [[pattern, [, swc]]] = Object.entries(base.transform);

/** The suite with switchable guards; who runs it has started the servers. */
export default {
  ...base,
  rootDir: ROOT,
  // The set-up is for every file, and so are the guards.
  testEnvironment: 'node',
  runtime: undefined,
  globalSetup: undefined,
  globalTeardown: undefined,
  transform: { [pattern]: [join(import.meta.dirname, 'transform.mjs'), swc] },
  setupFilesAfterEnv: [join(import.meta.dirname, 'setup.mjs')],
};
