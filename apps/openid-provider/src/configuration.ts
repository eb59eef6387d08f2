import { HOUR_MS, MINUTE_MS, SystemClock } from '#platform/kernel';
import type { Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
import { memoryAdapter } from './memory-adapter.js';
import type { OpenIdProviderOptions } from './options.js';
import { errorPage, pageHeaders } from './pages.js';
import type { LocalPerson } from './people.js';

type Library = typeof import('oidc-provider');

const HOUR_S = HOUR_MS / 1_000;
const MINUTE_S = MINUTE_MS / 1_000;
const SCOPES = 'openid profile email';

/** Where the login page of one sign-in lives; kept beside the route that serves it. */
export const INTERACTION_PATH = '/interaction/';

/**
 * The library's configuration: authorization code with PKCE for one confidential client, and nothing else of what the
 * library could do. `people` are those who signed in since the start.
 */
export function configuration(
  library: Library,
  options: OpenIdProviderOptions,
  key: JWK,
  people: ReadonlyMap<string, LocalPerson>,
): Configuration {
  return {
    adapter: memoryAdapter(new SystemClock()),
    jwks: { keys: [key] },
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [options.redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    clientAuthMethods: ['client_secret_post'],
    responseTypes: ['code'],
    scopes: ['openid'],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    // Puts name and email into the ID token, so that a client needs no second request.
    conformIdTokenClaims: false,
    allowOmittingSingleRegisteredRedirectUri: false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    // Cookies ignore ports: the names must not collide with those of Mainstay on the same host.
    cookies: { names: { session: 'openid_session', interaction: 'openid_interaction', resume: 'openid_resume' } },
    ttl: {
      AccessToken: 10 * MINUTE_S,
      AuthorizationCode: MINUTE_S,
      Grant: HOUR_S,
      IdToken: 10 * MINUTE_S,
      Interaction: HOUR_S,
      Session: HOUR_S,
    },
    interactions: { policy: alwaysAskWho(library), url: (_ctx, { uid }) => INTERACTION_PATH + uid },
    loadExistingGrant: grantEverything,
    // A browser that goes on as somebody else must not void what the earlier person's client holds.
    expiresWithSession: () => false,
    findAccount: (_ctx, subject) => {
      const person = people.get(subject);
      if (!person) return undefined;
      const { name, email } = person;
      return { accountId: subject, claims: () => ({ sub: subject, name, email, email_verified: true }) };
    },
    renderError: (ctx, out) => {
      ctx.set(pageHeaders(new URL(options.redirectUri).origin));
      ctx.body = errorPage(null, { ...out });
    },
  };
}

/** Whoever tries Mainstay changes roles all the time: an earlier sign-in never answers for the next one. */
function alwaysAskWho({ interactionPolicy }: Library) {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  policy
    .get('login')
    ?.checks.add(
      new Check('always_ask', 'the person is asked for on every sign-in', ({ oidc }) =>
        oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}

/** The one client is our own, so that there is nothing to consent to. */
async function grantEverything({ oidc }: KoaContextWithOIDC) {
  if (!oidc.client || !oidc.session?.accountId) return undefined;
  const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
  grant.addOIDCScope(SCOPES);
  await grant.save();
  return grant;
}
