// Jest loads every module anew for every test file: for the API some four and a half thousand, which takes longer than
// most files then run. Here a worker loads a module once. Only test files are their own; what a test file changes in a
// module it has to put back. MAINSTAY_ISOLATED=1 gives every file its own modules again.
const { isBuiltin } = require('node:module');
const { sep } = require('node:path');
const { pathToFileURL } = require('node:url');
const { SyntheticModule } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const OF_ONE_FILE = /[.-]spec\.ts$/;
const PACKAGES = `${sep}node_modules${sep}`;
const GLOBALS = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'];

/** Modules of the tree by their addresses, and packages as Node itself loads them. */
const shared = new Map();
const packages = new Map();
const sourceMaps = new Map();
/** That of the test file that runs now. */
let current = null;

/** What Jest keeps of a test file, over what all of them share. */
class Registry extends Map {
  get(key) {
    return shared.get(key) ?? super.get(key);
  }

  has(key) {
    return shared.has(key) || super.has(key);
  }

  set(key, module) {
    if (!key.startsWith('file:') || OF_ONE_FILE.test(key)) return super.set(key, module);
    shared.set(key, module);
    return this;
  }
}

async function synthetic(identifier, values) {
  const names = Object.keys(values);
  const evaluate = function () {
    for (const name of names) this.setExport(name, values[name]);
  };
  const module = new SyntheticModule(names, evaluate, { identifier });
  await module.link(() => undefined);
  await module.evaluate();
  return module;
}

function asNodeLoadsIt(address) {
  if (!packages.has(address))
    packages.set(
      address,
      import(address).then((values) => synthetic(address, values)),
    );
  return packages.get(address);
}

/** A part of Jest for shared modules: always that of the file that runs. */
function forwarded(name) {
  const now = () => current.jestGlobals.cjsGlobals(current._testPath)[name];
  return new Proxy(() => undefined, {
    apply: (_target, self, given) => Reflect.apply(now(), self, given),
    get: (_target, key) => now()[key],
  });
}

const jestForShared = synthetic('@jest/globals', Object.fromEntries(GLOBALS.map((name) => [name, forwarded(name)])));

class SharedRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    current = this;
    this.registries.esModuleRegistry = new Registry();
    this.transformCache.sourceMaps = sourceMaps;
    // Undefined stands for the realm of Node.
    this.esmLoader.getContext = () => undefined;
    this.shareImports();
    this.consoleOfNode = globalThis.console;
    globalThis.console = this._environment.global.console;
  }

  shareImports() {
    const { esmLoader, _resolution: resolution } = this;
    this.importForFile = esmLoader.dynamicImport;
    // A shared module may import something long after the file is over that loaded it.
    esmLoader.dynamicImport = (...asked) => current.importForFile(...asked);
    const resolveModule = esmLoader.resolveModule.bind(esmLoader);
    esmLoader.resolveModule = async (specifier, from, context) => {
      if (specifier === '@jest/globals' && !OF_ONE_FILE.test(from)) return jestForShared;
      if (specifier === '@jest/globals' || specifier.startsWith('data:'))
        return resolveModule(specifier, from, context);
      if (isBuiltin(specifier)) return asNodeLoadsIt(specifier);
      const path = await resolution.resolveEsmAsync(from, specifier);
      const isOfPackage = path.includes(PACKAGES) && !path.endsWith('.json');
      return isOfPackage ? asNodeLoadsIt(pathToFileURL(path).href) : resolveModule(specifier, from, context);
    };
  }

  teardown() {
    globalThis.console = this.consoleOfNode;
    super.teardown();
  }
}

module.exports = SharedRuntime;
