import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { PlantedTree } from './planted-tree.js';

/** One file, and the rule that it breaks: null for the counterpart that must stay green. */
interface Planted {
  readonly path: string;
  readonly text: string;
  readonly breaks: string | null;
}

const SERVICE = 'libs/pledges/src/pledges.service.ts';
const planted: Planted[] = [];

/** Plants `text` in a folder of its own, so that the file keeps the name that the configuration looks at. */
function plant(breaks: string | null, text: string, path = SERVICE): Planted {
  const folder = `planted-${planted.length}`;
  const at = path.replace(/\/src\//, `/src/${folder}/`);
  const file = { path: at === path ? path.replace(/([^/]+)$/, `${folder}/$1`) : at, text: `${text}\n`, breaks };
  planted.push(file);
  return file;
}

const CLOCK = 'mainstay/no-wall-clock';
const RANDOM = 'mainstay/no-ambient-random';
const ENVIRONMENT = 'mainstay/no-process-env';
const ROUND = 'mainstay/no-math-round';
const PARALLEL = 'mainstay/no-parallel-in-transaction';
const DATA_SOURCE = 'mainstay/no-raw-data-source';
const SECRETS = 'mainstay/timing-safe-comparison';
const CONSTRUCTOR = 'mainstay/max-constructor-params';

const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, i) => line(i));
const longFile = (count: number) => lines(count, (index) => `export const line${index} = ${index};`).join('\n');
const longFunction = (inside: number) =>
  `export function long(list: number[]): void {\n${lines(inside, (index) => `  list.push(${index});`).join('\n')}\n}`;
const constructorOf = (count: number) =>
  `export class Service {\n  constructor(\n${lines(count, (i) => `    readonly part${i}: string,\n`).join('')}  ) {}\n}`;
const unitOfWork = (body: string, receiver = 'this.unitOfWork') => `
interface UnitOfWork { run<T>(actor: string, work: (tx: object) => Promise<T>): Promise<T> }
declare const save: (tx: object) => Promise<void>;
declare const unitOfWork: UnitOfWork;
export class Service {
  constructor(private readonly unitOfWork: UnitOfWork) {}
  act() { return ${receiver}.run('actor', async (transaction) => { ${body} }); }
  other() { return unitOfWork.run('actor', save); }
}`;
const compare = (condition: string) =>
  `export function check(given: { token: string | null; hmac?: string; size: number }, secret: string, size: number) {
  return (${condition}) ? given : size + secret.length;
}`;
const machine = (cases: string) =>
  `export function name(status: 'open' | 'closed'): string {\n  switch (status) {\n${cases}\n  }\n  return '';\n}`;
const floating = (call: string) =>
  `async function work(): Promise<void> { await Promise.resolve(); }\nexport async function go() { ${call}; await work(); }`;

const cases: [rule: string, files: Planted[]][] = [
  [
    'the clock is read in the kernel only',
    [
      plant(CLOCK, 'export const at = Date.now();'),
      plant(CLOCK, 'export const at = new Date();'),
      plant(CLOCK, 'export const at = Date();'),
      plant(CLOCK, 'export const read = Date.now;'),
      plant(CLOCK, 'export const at = new Date();', 'apps/openid-provider/src/clock.ts'),
      plant(CLOCK, 'export const at = Date.now();', 'libs/platform/database/src/clock.ts'),
      plant(null, "export const at = new Date('2026-01-01T00:00:00Z');"),
      plant(null, 'export const at = Date.now();', 'libs/platform/kernel/src/clock.ts'),
      plant(null, 'export const at = Date.now();', 'test/stories/given.ts'),
    ],
  ],
  [
    'nothing is random but ids of the kernel and secrets',
    [
      plant(RANDOM, 'export const chance = Math.random();'),
      plant(RANDOM, "import { randomUUID } from 'node:crypto';\nexport const id: string = randomUUID();"),
      plant(RANDOM, 'export const id = crypto.randomUUID();'),
      plant(null, 'export const chance = Math.random();', 'libs/pledges/src/pledges.spec.ts'),
      plant(null, "import { randomBytes } from 'node:crypto';\nexport const key = randomBytes(32);"),
      plant(null, 'export const chance = Math.random();', 'libs/platform/kernel/src/chance.ts'),
    ],
  ],
  [
    'the environment is read by platform/config and by the entry points of the two stand-alone processes',
    [
      plant(ENVIRONMENT, 'export const home = process.env.HOME;'),
      plant(ENVIRONMENT, "import { env } from 'node:process';\nexport const home = env.HOME;"),
      plant(ENVIRONMENT, 'export const { env } = process;'),
      plant(ENVIRONMENT, 'export const home = globalThis.process.env.HOME;'),
      plant(ENVIRONMENT, 'export const home = process.env.HOME;', 'apps/api/src/main.ts'),
      plant(ENVIRONMENT, 'export const home = process.env.HOME;', 'apps/stripe-emulator/src/server.ts'),
      plant(null, 'export const home = process.env.HOME;', 'libs/platform/config/src/read.ts'),
      plant(null, 'export const home = process.env.HOME;', 'libs/platform/testing/src/read.ts'),
      plant(null, 'export const home = process.env.HOME;', 'test/support/start.ts'),
    ],
  ],
  [
    'money is never rounded by Math.round',
    [
      plant(ROUND, 'export const fee = Math.round(12.5);'),
      plant(null, 'export const whole = Math.floor(12.5);'),
      plant(null, 'export const width = Math.round(12.5);', 'apps/cli/src/table.ts'),
    ],
  ],
  [
    'nothing runs in parallel inside a unit of work',
    [
      plant(PARALLEL, unitOfWork('await Promise.all([save(transaction), save(transaction)]);')),
      plant(PARALLEL, unitOfWork('await Promise.allSettled([save(transaction)]);', 'unitOfWork')),
      plant(PARALLEL, 'export const both = (tx: object) => Promise.all([Promise.resolve(tx)]);'),
      plant(
        PARALLEL,
        'export class A { both(tx: object, n: number) { return Promise.race([Promise.resolve([tx, n])]); } }',
      ),
      plant(null, unitOfWork('await save(transaction); await save(transaction);')),
      plant(null, 'export const both = (id: string) => Promise.all([Promise.resolve(id)]);'),
    ],
  ],
  [
    'a raw DataSource is for repositories, queries, the platform and migrations',
    [
      plant(DATA_SOURCE, "import { DataSource } from 'typeorm';\nexport const type = DataSource;"),
      plant(DATA_SOURCE, "import type { DataSource } from 'typeorm';\nexport type Source = DataSource;"),
      plant(DATA_SOURCE, "import * as typeorm from 'typeorm';\nexport const type = typeorm.DataSource;"),
      plant(DATA_SOURCE, "export type Source = import('typeorm').DataSource;"),
      plant(
        DATA_SOURCE,
        "import { InjectDataSource } from '@nestjs/typeorm';\nexport const inject = InjectDataSource;",
      ),
      plant(null, "import { Entity } from 'typeorm';\nexport const entity = Entity;"),
      ...[
        'pledges/src/pledges.repository.ts',
        'pledges/src/pledges.queries.ts',
        'platform/database/src/work.ts',
        'platform/testing/src/work.ts',
      ].map((path) =>
        plant(null, "import { DataSource } from 'typeorm';\nexport const type = DataSource;", `libs/${path}`),
      ),
      plant(
        DATA_SOURCE,
        "import { DataSource } from 'typeorm';\nexport const type = DataSource;",
        'libs/platform/auth/src/attempts.ts',
      ),
      plant(
        null,
        "import { DataSource } from 'typeorm';\nexport const type = DataSource;",
        'migrations/data-source.ts',
      ),
    ],
  ],
  [
    'secrets are compared in constant time',
    [
      plant(SECRETS, compare('given.token === secret')),
      plant(SECRETS, compare('secret !== String(size)')),
      plant(SECRETS, compare('String(size) === given.hmac!')),
      plant(
        SECRETS,
        "export const same = (headers: Record<string, string>, a: string) => a === headers['x-signature'];",
      ),
      plant(null, compare('given.token === null || given.hmac === undefined')),
      plant(null, compare("secret !== '' && typeof given.token === 'string'")),
      plant(null, compare('given.size === size')),
    ],
  ],
  ['a constructor has at most six parameters', [plant(CONSTRUCTOR, constructorOf(7)), plant(null, constructorOf(6))]],
  [
    'a file has at most 300 lines, unless it is a test',
    [
      plant('max-lines', longFile(301)),
      plant('max-lines', `${longFile(200)}\n${'\n// why\n'.repeat(60)}export {};`),
      plant(null, longFile(300)),
      plant(null, longFile(301), 'libs/pledges/src/pledges.spec.ts'),
      plant(null, longFile(301), 'migrations/1700000000000-long.ts'),
      plant(null, longFile(301), 'test/support/long.ts'),
    ],
  ],
  [
    'a function has at most 70 lines, unless it is a test',
    [
      plant('max-lines-per-function', longFunction(69)),
      plant(null, longFunction(68)),
      plant(null, longFunction(69), 'libs/pledges/src/pledges.spec.ts'),
    ],
  ],
  [
    'no promise floats',
    [plant('@typescript-eslint/no-floating-promises', floating('work()')), plant(null, floating('await work()'))],
  ],
  [
    'a switch names every member of its union, whatever its default says',
    [
      plant('@typescript-eslint/switch-exhaustiveness-check', machine("    case 'open': return 'Open';")),
      plant(
        '@typescript-eslint/switch-exhaustiveness-check',
        machine("    case 'open': return 'Open';\n    default: return 'Closed';"),
      ),
      plant(null, machine("    case 'open': return 'Open';\n    case 'closed': return 'Closed';")),
    ],
  ],
  ['libs import no apps', [plant('no-restricted-imports', "import '../../../../apps/api/src/app.module.js';")]],
];

/** The entry points keep their exact place: that is what the exception is for. */
const entryPoints: Planted[] = ['stripe-emulator', 'openid-provider'].map((app) => ({
  path: `apps/${app}/src/main.ts`,
  text: 'export const home = process.env.HOME;\n',
  breaks: null,
}));

interface LintedFile {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

let tree: PlantedTree;
const found = new Map<string, string[]>();

beforeAll(async () => {
  const all = [...planted, ...entryPoints];
  tree = await PlantedTree.plant(Object.fromEntries(all.map(({ path, text }) => [path, text])));
  const { stdout, stderr } = await tree.run('eslint/bin/eslint.js', '--format', 'json', '.');
  if (stdout === '') throw new Error(stderr);
  for (const { filePath, messages } of JSON.parse(stdout) as LintedFile[]) {
    found.set(filePath, [...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))]);
  }
}, 120_000);

afterAll(() => tree.remove());

function brokenRulesOf(path: string): string[] | undefined {
  return found.get(join(tree.root, path));
}

describe('lint bans', () => {
  it.each(cases)('%s', (_rule, files) => {
    expect(files.length).toBeGreaterThan(0);
    for (const { path, text, breaks } of files) {
      const expected = breaks === null ? [] : [breaks];
      expect({ path, text, broken: brokenRulesOf(path) }).toEqual({ path, text, broken: expected });
    }
  });

  it('lets the entry points of the stand-alone processes read the environment', () => {
    for (const { path } of entryPoints) expect({ path, broken: brokenRulesOf(path) }).toEqual({ path, broken: [] });
  });
});
