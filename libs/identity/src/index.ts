export { actorOf, assertBelongs, assertRole, organisationsOf, personOf } from './access.js';
export { ApiTokensService } from './api-tokens.service.js';
export { MissingRoleError, OrganisationNotFoundError } from './identity.errors.js';
export { IdentitiesService } from './identities.service.js';
export { IdentityModule } from './identity.module.js';
export { IdentityQueries, type OrganisationRow, type PersonRow } from './identity.queries.js';
export { identityMessages } from './messages.en.js';
export { TokenExchangeService } from './token-exchange.service.js';
export { ORGANISATION_KINDS, OrganisationsService, type OrganisationKind } from './organisations.service.js';
