export { AuthModule } from './auth.module.js';
export { AuthenticationFailure, Authenticator } from './authenticator.js';
export { STATE_COOKIE, cookie, readCookie, sessionCookieName } from './cookies.js';
export { authMessages } from './messages.en.js';
export { CALLBACK_PATH, type SignedIn } from './login.strategy.js';
export { LoginProviders } from './login-providers.js';
export {
  PrincipalDirectory,
  type ExternalIdentity,
  type NewSession,
  type PasskeyQuestion,
  type StoredToken,
} from './principal-directory.js';
export { WorkloadTokenRefusal, WorkloadTokens, type WorkloadClaims } from './workload-tokens.js';
export { WebAuthn, credentialIdOf, type PasskeyCredential } from './webauthn.js';
export { formatToken, hashSecret, newSecret, parseToken, sameDigest } from './secrets.js';
