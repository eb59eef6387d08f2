import { Module } from '@nestjs/common';
import { ApiTokenStrategy } from './api-token.strategy.js';
import { Authenticator } from './authenticator.js';
import { LoginAttempts } from './login-attempts.repository.js';
import { OpenIdStrategy } from './openid.strategy.js';
import { SessionStrategy } from './session.strategy.js';

/** Sign-in and principals. `identity` has to provide the PrincipalDirectory. */
@Module({
  providers: [Authenticator, SessionStrategy, ApiTokenStrategy, OpenIdStrategy, LoginAttempts],
  exports: [Authenticator],
})
export class AuthModule {}
