/**
 * The dependency rules of the design, section 3. The lists are closed and not transitive: what is not written is
 * forbidden, type-only imports included. Change a line here together with an ADR.
 */

/** Each part of the platform may import those before it. The last, `testing`, is for specs only. */
const PLATFORM = [
  'kernel',
  'contracts',
  'config',
  'observability',
  'outbound',
  'database',
  'queue',
  'graphql',
  'auth',
  'testing',
];

/** What each context may import besides the platform. */
const CONTEXTS = {
  allocation: [],
  identity: [],
  ledger: [],
  audit: [],
  approvals: [],
  operators: ['identity', 'approvals', 'audit'],
  notifications: ['identity'],
  catalog: ['identity'],
  inventory: ['catalog', 'identity'],
  hosting: ['catalog', 'identity', 'approvals', 'ledger', 'payments', 'audit'],
  needs: ['hosting', 'catalog', 'identity', 'audit'],
  matching: ['inventory', 'catalog', 'needs', 'pledges', 'identity'],
  pledges: ['needs', 'ledger', 'identity', 'payments', 'audit'],
  payments: ['ledger', 'identity', 'approvals', 'audit'],
  demand: ['inventory', 'catalog', 'identity', 'offers', 'pledges'],
  commitments: ['milestones', 'needs', 'pledges', 'ledger', 'identity', 'audit'],
  budgets: [
    'matching',
    'catalog',
    'needs',
    'pledges',
    'commitments',
    'approvals',
    'identity',
    'inventory',
    'ledger',
    'allocation',
    'audit',
  ],
  offers: ['matching', 'catalog', 'identity', 'inventory', 'needs', 'pledges', 'audit'],
  vetting: ['catalog', 'identity', 'inventory', 'approvals', 'needs', 'matching', 'audit'],
  milestones: [
    'hosting',
    'pledges',
    'needs',
    'ledger',
    'identity',
    'catalog',
    'inventory',
    'approvals',
    'vetting',
    'audit',
  ],
  grants: ['needs', 'milestones', 'ledger', 'identity', 'approvals', 'allocation'],
  statements: [
    'audit',
    'catalog',
    'inventory',
    'ledger',
    'matching',
    'needs',
    'payments',
    'pledges',
    'milestones',
    'grants',
    'identity',
  ],
};

/** Contexts that may import only these parts of the platform; all others may import every part. */
const PLATFORM_OF_CONTEXT = { allocation: ['kernel'] };

/** Processes that know nothing of the libs but these. */
const STAND_ALONE_APPS = {
  'stripe-emulator': ['platform/kernel'],
  'openid-provider': ['platform/kernel'],
  'mail-catcher': ['platform/kernel'],
};

const SPECS = String.raw`[.-]spec\.ts$`;
/** Who may import `testing` is the business of one rule of its own, `testing-is-for-specs`. */
const TESTING = 'platform/testing';

/** `from` may import, of all that lies in libs, only the libs named (`platform/kernel`, `needs`). */
function closedList(name, comment, from, libs) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from },
    to: { path: '^libs/', pathNot: `^libs/(${[...libs, TESTING].join('|')})/` },
  };
}

const platformRules = PLATFORM.map((part, index) => {
  const allowed = PLATFORM.slice(0, index + 1).map((name) => `platform/${name}`);
  const comment = `platform/${part} may import: ${allowed.slice(0, -1).join(', ') || 'nothing'}`;
  return closedList(`dependencies-of-platform-${part}`, comment, `^libs/platform/${part}/`, allowed);
});

const contextRules = Object.entries(CONTEXTS).map(([context, contexts]) => {
  const platform = (PLATFORM_OF_CONTEXT[context] ?? PLATFORM).map((part) => `platform/${part}`);
  const comment = `${context} may import: ${[...contexts, PLATFORM_OF_CONTEXT[context] ?? 'platform'].join(', ')}`;
  return closedList(`dependencies-of-${context}`, comment, `^libs/${context}/`, [context, ...contexts, ...platform]);
});

const standAloneRules = Object.entries(STAND_ALONE_APPS).map(([app, libs]) =>
  closedList(`dependencies-of-${app}`, `apps/${app} may import of libs: ${libs.join(', ')}`, `^apps/${app}/`, libs),
);

const otherRules = [
  {
    name: 'every-lib-is-listed',
    comment: 'A new context, or a new part of the platform, is written into the lists of this file first.',
    severity: 'error',
    from: { path: '^libs/', pathNot: `^libs/(${Object.keys(CONTEXTS).join('|')}|platform/(${PLATFORM.join('|')}))/` },
    to: {},
  },
  {
    name: 'testing-is-for-specs',
    comment: 'platform/testing starts databases and moves clocks; nothing that is deployed may import it.',
    severity: 'error',
    from: { path: '^(apps|libs|migrations)/', pathNot: [SPECS, '^libs/platform/testing/', '^apps/[^/]+/test/'] },
    to: { path: '^libs/platform/testing/' },
  },
  {
    name: 'libs-never-import-apps',
    comment: 'Apps assemble libs.',
    severity: 'error',
    from: { path: '^libs/' },
    to: { path: '^apps/' },
  },
  {
    name: 'through-the-index-only',
    comment: 'index.ts and graphql/index.ts are the only surfaces of a lib; the rest of it is free to change.',
    severity: 'error',
    from: { path: '^libs/((?:platform/)?[^/]+)/' },
    to: {
      path: '^libs/',
      pathNot: ['^libs/$1/', '^libs/(platform/)?[^/]+/src/index\\.ts$', '^libs/[^/]+/src/graphql/index\\.ts$'],
    },
  },
  {
    name: 'apps-through-the-index-only',
    comment: 'The same for apps.',
    severity: 'error',
    from: { path: '^apps/' },
    to: {
      path: '^libs/',
      pathNot: ['^libs/(platform/)?[^/]+/src/index\\.ts$', '^libs/[^/]+/src/graphql/index\\.ts$'],
    },
  },
  {
    name: 'graphql-is-the-outer-layer',
    comment: 'Rules and services must not know how they are shown; the worker loads them without any GraphQL.',
    severity: 'error',
    from: { path: '^libs/', pathNot: '^libs/[^/]+/src/graphql/' },
    to: { path: '^libs/[^/]+/src/graphql/' },
  },
  {
    name: 'worker-loads-no-graphql',
    comment: 'The second surface of a lib is for the API only.',
    severity: 'error',
    from: { path: '^apps/worker/' },
    to: { path: '^libs/[^/]+/src/graphql/' },
  },
  {
    name: 'no-circular-dependencies',
    comment: 'Also between files of one lib: take what both need into a third file.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'every-import-resolves',
    comment: 'An import that this tool cannot follow would escape all rules above.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...platformRules, ...contextRules, ...standAloneRules, ...otherRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports count: they bind two contexts as much as others.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      // "source" leads the aliases of package.json to the TypeScript sources, as in tsconfig.json and jest.config.js.
      conditionNames: ['source', 'import', 'node'],
      exportsFields: ['exports'],
    },
  },
};
