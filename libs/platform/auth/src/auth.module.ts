import { Global, Module } from '@nestjs/common';
import { Authenticator } from './authenticator.js';
import { LoginAttempts } from './login-attempts.repository.js';
import { LoginProviders } from './login-providers.js';

/** Sign-in and principals. `identity` has to provide the PrincipalDirectory. */
@Global()
@Module({
  providers: [Authenticator, LoginAttempts, LoginProviders],
  exports: [Authenticator, LoginProviders],
})
export class AuthModule {}
