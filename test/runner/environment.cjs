// Jest gives every test file a realm of its own. Here the files of a worker share the realm of Node, as the modules do
// that they load (see runtime.cjs); only Jest itself runs in a realm beside it, which has the same built-in classes.
const { createContext, runInContext } = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

class SharedEnvironment {
  constructor({ projectConfig }) {
    this.context = createContext();
    this.global = runInContext('this', this.context);
    for (const [name, { get, value, enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
      const isFixed = Object.getOwnPropertyDescriptor(this.global, name)?.configurable === false;
      if (isFixed || name === 'globalThis' || name === 'global') continue;
      const read = get ? { get: () => globalThis[name], set() {} } : { value, writable: true };
      Object.defineProperty(this.global, name, { ...read, enumerable, configurable: true });
    }
    this.global.global = this.global;
    this.conditions = projectConfig.testEnvironmentOptions.customExportConditions;
    this.moduleMocker = new ModuleMocker(this.global);
    const timers = { config: projectConfig, global: globalThis };
    this.fakeTimersModern = new ModernFakeTimers(timers);
  }

  exportConditions() {
    return this.conditions;
  }

  getVmContext() {
    return this.context;
  }

  setup() {
    return Promise.resolve();
  }

  teardown() {
    this.fakeTimersModern.dispose();
    this.context = null;
    return Promise.resolve();
  }
}

module.exports = SharedEnvironment;
