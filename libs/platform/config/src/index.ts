export { Config, ConfigurationError, processEnvironment } from './config.js';
export { configurationTable, type VariableName } from './variables.js';
