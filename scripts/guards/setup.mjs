import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect } from '@jest/globals';
import pg from 'pg';

/** Which guard is skipped while which test runs, and where it is written down which guards a test has met. */
const { MAINSTAY_GUARDS_PLAN: planFile, MAINSTAY_GUARDS_RECORD: record } = process.env;
const plan = planFile === undefined ? {} : JSON.parse(readFileSync(planFile, 'utf8'));
const met = new Map();
let skipped = null;

function note(id, has) {
  if (record === undefined) return;
  const { currentTestName: test = '' } = expect.getState();
  const known = met.get(id) ?? met.set(id, { reached: new Set(), fired: new Set() }).get(id);
  known[has].add(test);
}

function skips(id) {
  note(id, 'reached');
  return id === skipped;
}

globalThis.mainstayGuard = {
  skips,
  fired: (id) => note(id, 'fired'),
  holds(id) {
    note(id, 'fired');
    return id !== skipped;
  },
  or(id, answer) {
    note(id, answer ? 'reached' : 'fired');
    return answer || id === skipped;
  },
  // Only marked here: the text of a statement may be older than the test that runs it.
  sql: (id, condition) => `(${condition} /*guard ${id}*/)`,
  protection: (id, own) => ({
    ...own,
    when: { text: own.when?.text, holds: (input) => !skips(id) && own.when?.holds(input) !== false },
  }),
};

const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (statement, ...rest) {
  return query.call(this, typeof statement === 'string' ? switched(statement) : statement, ...rest);
};

function switched(statement) {
  return statement.replace(/ \/\*guard (\S+)\*\/\)/g, (_mark, id) => (skips(id) ? ' OR TRUE)' : ')'));
}

beforeEach(() => {
  skipped = plan[expect.getState().currentTestName] ?? null;
});
afterEach(() => {
  skipped = null;
});

if (record !== undefined)
  afterAll(() => {
    const { testPath } = expect.getState();
    mkdirSync(record, { recursive: true });
    const guards = [...met].map(([id, { reached, fired }]) => [id, { reached: [...reached], fired: [...fired] }]);
    const text = JSON.stringify({ testPath, guards: Object.fromEntries(guards) });
    writeFileSync(join(record, `${basename(testPath)}.json`), text);
  });
