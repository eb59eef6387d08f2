import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlantedTree } from './planted-tree.js';

/**
 * Section 3 of the design, word for word. The configuration of dependency-cruiser says the same in its own way; every
 * pair of libs is planted and both must agree.
 */
const DESIGN = `
  allocation -> kernel
  identity -> platform
  ledger -> platform
  audit -> platform
  approvals -> platform
  notifications -> platform, identity
  catalog -> platform, identity
  inventory -> platform, catalog, identity
  needs -> platform, catalog, identity, audit
  matching -> platform, inventory, catalog, needs, pledges, identity
  commitments -> platform, milestones, needs, pledges, ledger, identity, audit
  demand -> platform, inventory, catalog, identity, offers, pledges
  pledges -> platform, needs, ledger, identity, payments, audit
  payments -> platform, ledger, identity, approvals, audit
  budgets -> platform, matching, catalog, needs, pledges, commitments, approvals, identity, inventory, ledger, allocation, audit
  offers -> platform, matching, catalog, identity, inventory, needs, pledges, audit
  vetting -> platform, catalog, identity, inventory, approvals, needs, matching, audit
  milestones -> platform, pledges, needs, ledger, identity, catalog, inventory, approvals, vetting, audit
  grants -> platform, needs, milestones, ledger, identity, approvals, allocation
  statements -> platform, audit, catalog, inventory, ledger, matching, needs, payments, pledges, milestones, grants, identity
`;
const CHAIN =
  'kernel <- contracts <- config <- observability <- outbound <- database <- queue <- graphql <- auth <- testing';

const platform = CHAIN.split(' <- ');
const contexts = new Map(
  DESIGN.trim()
    .split('\n')
    .map((line): [string, string[]] => {
      const [context = '', allowed = ''] = line.trim().split(' -> ');
      return [context, allowed.split(', ')];
    }),
);
const libs = [...contexts.keys(), ...platform.map((part) => `platform/${part}`)];

function mayImport(from: string, to: string): boolean {
  if (to === 'platform/testing') return from === to;
  if (from.startsWith('platform/')) return to.startsWith('platform/') && libs.indexOf(to) <= libs.indexOf(from);
  const allowed = contexts.get(from) ?? [];
  if (!to.startsWith('platform/')) return from === to || allowed.includes(to);
  return allowed.includes('platform') || allowed.some((part) => to === `platform/${part}`);
}

const alias = (lib: string) => (lib.startsWith('platform/') ? `#${lib}` : `#libs/${lib}`);
const closedListOf = (lib: string) => `dependencies-of-${lib.replace('/', '-')}`;

/** What is planted, and the rules that each file must break; exactly those. */
const files: Record<string, string> = {};
const expected = new Map<string, string[]>();

function plant(path: string, text: string, ...broken: string[]): string {
  files[path] = `${text}\n`;
  expected.set(path, broken.sort());
  return path;
}

for (const lib of libs) plant(`libs/${lib}/src/index.ts`, 'export interface Surface { readonly name: string }');
for (const context of contexts.keys()) plant(`libs/${context}/src/graphql/index.ts`, 'export const surface = 1;');

const pairs = libs.flatMap((from) => libs.filter((to) => to !== from).map((to): [string, string] => [from, to]));
const pairFile = (from: string, to: string) => `libs/${from}/src/to-${to.replace('/', '-')}.ts`;
for (const [from, to] of pairs) {
  const list = to === 'platform/testing' ? 'testing-is-for-specs' : closedListOf(from);
  const text = `import type { Surface } from '${alias(to)}';\nexport type Copy = Surface;`;
  plant(pairFile(from, to), text, ...(mayImport(from, to) ? [] : [list]));
}

const cases: [rule: string, paths: string[]][] = [
  [
    'a value import of a forbidden lib is as red as a type-only one, and so is a dynamic one',
    [
      plant('libs/ledger/src/value.ts', "import '#libs/pledges';", 'dependencies-of-ledger'),
      plant(
        'libs/ledger/src/dynamic.ts',
        "export const load = () => import('#libs/pledges');",
        'dependencies-of-ledger',
      ),
      plant('libs/ledger/src/again.ts', "export * from '#libs/pledges';", 'dependencies-of-ledger'),
      plant('libs/pledges/src/value.ts', "import '#libs/ledger';"),
    ],
  ],
  [
    'libs never import apps',
    [
      plant('libs/needs/src/app.ts', "import '../../../apps/api/src/main.js';", 'libs-never-import-apps'),
      plant('libs/platform/queue/src/app.ts', "import '../../../../apps/api/src/main.js';", 'libs-never-import-apps'),
    ],
  ],
  [
    'apps may import any context',
    [plant('apps/api/src/main.ts', "import '#libs/statements';\nimport '#libs/needs/graphql';")],
  ],
  [
    'the stand-alone apps import the kernel and nothing else of libs',
    [
      plant('apps/stripe-emulator/src/lib.ts', "import '#libs/ledger';", 'dependencies-of-stripe-emulator'),
      plant('apps/stripe-emulator/src/config.ts', "import '#platform/config';", 'dependencies-of-stripe-emulator'),
      plant('apps/openid-provider/src/lib.ts', "import '#libs/identity';", 'dependencies-of-openid-provider'),
      plant('apps/mail-catcher/src/lib.ts', "import '#libs/notifications';", 'dependencies-of-mail-catcher'),
      plant('apps/stripe-emulator/src/kernel.ts', "import '#platform/kernel';"),
      plant('apps/openid-provider/src/kernel.ts', "import '#platform/kernel';"),
    ],
  ],
  [
    'a lib is entered through its index only, by libs and by apps',
    [
      plant('libs/ledger/src/inner.ts', 'export const inner = 1;'),
      plant('libs/platform/kernel/src/inner.ts', 'export const inner = 1;'),
      plant('libs/pledges/src/deep.ts', "import '../../ledger/src/inner.js';", 'through-the-index-only'),
      plant(
        'libs/pledges/src/deep-platform.ts',
        "import '../../platform/kernel/src/inner.js';",
        'through-the-index-only',
      ),
      plant('libs/platform/config/src/deep.ts', "import '../../kernel/src/inner.js';", 'through-the-index-only'),
      plant('apps/api/src/deep.ts', "import '../../../libs/ledger/src/inner.js';", 'apps-through-the-index-only'),
      plant('libs/pledges/src/relative-index.ts', "import '../../ledger/src/index.js';"),
      plant('libs/ledger/src/own.ts', "import './inner.js';"),
    ],
  ],
  [
    'only graphql files import graphql files, of their own lib or of others',
    [
      plant('libs/needs/src/graphql/need.type.ts', "import '../needs.service.js';\nimport '#libs/catalog/graphql';"),
      plant('libs/needs/src/needs.service.ts', 'export const service = 1;'),
      plant('libs/needs/src/shown.ts', "import './graphql/need.type.js';", 'graphql-is-the-outer-layer'),
      plant(
        'libs/needs/src/shown-type.ts',
        "export type A = import('./graphql/index.js').B;",
        'graphql-is-the-outer-layer',
      ),
      plant('libs/needs/src/foreign.ts', "import '#libs/catalog/graphql';", 'graphql-is-the-outer-layer'),
      plant('libs/needs/src/frame.ts', "import '#platform/graphql';"),
    ],
  ],
  [
    'the worker loads no GraphQL surface',
    [
      plant('apps/worker/src/main.ts', "import '#libs/needs/graphql';", 'worker-loads-no-graphql'),
      plant('apps/worker/src/jobs.ts', "import '#libs/needs';"),
    ],
  ],
  [
    'platform/testing is for specs',
    [
      plant('libs/needs/src/needs.service.spec.ts', "import '#platform/testing';"),
      plant('libs/platform/database/src/work.spec.ts', "import '#platform/testing';"),
      plant('test/integration/needs.ts', "import '#platform/testing';"),
      plant('apps/api/src/started.ts', "import '#platform/testing';", 'testing-is-for-specs'),
    ],
  ],
  [
    'a spec obeys the list of its lib',
    [plant('libs/ledger/src/ledger.spec.ts', "import '#libs/pledges';", 'dependencies-of-ledger')],
  ],
  [
    'a circle is refused, inside one lib and of types too',
    [
      plant('libs/audit/src/egg.ts', "import './hen.js';\nexport const egg = 1;", 'no-circular-dependencies'),
      plant('libs/audit/src/hen.ts', "import type {} from './egg.js';", 'no-circular-dependencies'),
    ],
  ],
  [
    'a lib that is not in the lists may import nothing and be imported by nobody',
    [
      plant('libs/gossip/src/index.ts', "import '#platform/kernel';", 'every-lib-is-listed'),
      plant('libs/platform/magic/src/index.ts', "import '#platform/kernel';", 'every-lib-is-listed'),
      plant('libs/needs/src/gossip.ts', "import '#libs/gossip';", 'dependencies-of-needs'),
      plant('libs/needs/src/magic.ts', "import '#platform/magic';", 'dependencies-of-needs'),
    ],
  ],
  [
    'an import that leads nowhere is refused, since no rule could judge it',
    [plant('libs/needs/src/typo.ts', "import '#libs/pledgse';", 'every-import-resolves')],
  ],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
  /** The files of a circle, which is reported once, from one of them. */
  readonly cycle?: readonly { readonly name: string }[];
}

let tree: PlantedTree;
const found = new Map<string, string[]>();

beforeAll(async () => {
  tree = await PlantedTree.plant(files);
  const run = await cruise('json', 'apps', 'libs', 'test');
  if (run.stdout === '') throw new Error(run.stderr);
  const { summary } = JSON.parse(run.stdout) as { summary: { violations: Violation[] } };
  for (const { from, rule, cycle = [] } of summary.violations) {
    for (const file of new Set([from, ...cycle.map(({ name }) => name)])) {
      found.set(file, [...(found.get(file) ?? []), rule.name]);
    }
  }
}, 120_000);

afterAll(() => tree.remove());

const cruise = (reporter: string, ...folders: string[]) =>
  tree.run(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...folders,
    ...['--config', '.dependency-cruiser.cjs', '--output-type', reporter],
  );
const brokenRulesOf = (path: string) => [...new Set(found.get(path))].sort();

describe('dependency rules', () => {
  it.each(libs)('%s imports exactly what the design lists for it, type-only imports included', (from) => {
    const asDesigned = pairs
      .filter(([importer]) => importer === from)
      .map(([, to]) => ({ to, broken: expected.get(pairFile(from, to)) }));
    expect(asDesigned.map(({ to }) => ({ to, broken: brokenRulesOf(pairFile(from, to)) }))).toEqual(asDesigned);
  });

  it.each(cases)('%s', (_rule, paths) => {
    for (const path of paths) {
      expect({ path, broken: brokenRulesOf(path) }).toEqual({ path, broken: expected.get(path) });
    }
  });

  it('says nothing about files that break no rule', () => {
    const innocent = [...expected].filter(([, broken]) => broken.length === 0).map(([path]) => path);
    expect(innocent.length).toBeGreaterThan(libs.length);
    expect(innocent.filter((path) => found.has(path))).toEqual([]);
  });

  it('fails the command because of a broken rule, and only then', async () => {
    const red = await cruise('err', 'libs/ledger');
    expect(red.stdout).toContain('dependencies-of-ledger');
    expect(red.exitCode).toBeGreaterThan(0);
    expect((await cruise('err', 'apps/worker/src/jobs.ts')).exitCode).toBe(0);
  });
});
