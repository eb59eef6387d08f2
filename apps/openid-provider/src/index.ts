export { OpenIdOptionsError, type OpenIdProviderOptions } from './options.js';
export { DEMO_PEOPLE, personNamed, type LocalPerson } from './people.js';
export { startOpenIdProvider, type RunningOpenIdProvider } from './provider.js';
