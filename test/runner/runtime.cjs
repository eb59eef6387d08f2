const { sep } = require('node:path');
const { SyntheticModule } = require('node:vm');
const { pathToFileURL } = require('node:url');
const { isBuiltin } = require('node:module');
const { default: Runtime } = require('jest-runtime');

const OF_ONE_FILE = /[.-]spec\.ts$/;

const shared = new Map();
const packages = new Map();
let current = null;

class Registry extends Map {
  get(key) {
    return shared.get(key) ?? super.get(key);
  }
  has(key) {
    return shared.has(key) || super.has(key);
  }
  set(key, module) {
    if (key.startsWith('file:') && !OF_ONE_FILE.test(key)) shared.set(key, module);
    else super.set(key, module);
    return this;
  }
}

function native(url) {
  let module = packages.get(url);
  if (!module) packages.set(url, (module = wrap(url)));
  return module;
}

async function wrap(url) {
  return synthetic(url, await import(url));
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

function forward(name) {
  const here = () => current.jestGlobals.cjsGlobals(current._testPath)[name];
  return new Proxy(() => undefined, {
    apply: (_target, self, given) => Reflect.apply(here(), self, given),
    get: (_target, key) => here()[key],
  });
}

const GLOBALS = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'];
const forwards = synthetic('@jest/globals', Object.fromEntries(GLOBALS.map((name) => [name, forward(name)])));

class SharedRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    current = this;
    const { esmLoader, registries, _resolution: resolution } = this;
    registries.esModuleRegistry = new Registry();
    esmLoader.getContext = () => undefined;
    const importHere = (this.importHere = esmLoader.dynamicImport);
    esmLoader.dynamicImport = (...asked) => current.importHere(...asked);
    const resolveModule = esmLoader.resolveModule.bind(esmLoader);
    esmLoader.resolveModule = async (specifier, from, context) => {
      if (specifier === '@jest/globals' && !OF_ONE_FILE.test(from)) return forwards;
      if (specifier === '@jest/globals' || specifier.startsWith('data:')) return resolveModule(specifier, from, context);
      if (isBuiltin(specifier)) return native(specifier);
      const path = await resolution.resolveEsmAsync(from, specifier);
      if (path.includes(`${sep}node_modules${sep}`) && !path.endsWith('.json')) return native(pathToFileURL(path).href);
      return resolveModule(specifier, from, context);
    };
    this.console = globalThis.console;
    globalThis.console = this._environment.global.console;
  }

  teardown() {
    globalThis.console = this.console;
    super.teardown();
  }
}

module.exports = SharedRuntime;
