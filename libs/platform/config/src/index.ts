export { Config, ConfigurationError } from './config.js';
export { configurationTable, type VariableName } from './variables.js';
