import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { GithubProvider } from './github-provider.js';
import type { LoginProvider } from './login-provider.js';
import { OpenIdProvider } from './openid-provider.js';

/** Everybody through whom people can sign in here, as the configuration says; the first is asked when none is named. */
@Injectable()
export class LoginProviders {
  readonly all: readonly LoginProvider[];

  constructor(config: Config) {
    const { isProduction } = config;
    const main = {
      id: 'openid',
      label: 'OpenID',
      issuer: config.get('OPENID_ISSUER'),
      clientId: config.get('OPENID_CLIENT_ID'),
      clientSecret: config.get('OPENID_CLIENT_SECRET'),
    };
    const others = config.get('OPENID_PROVIDERS');
    const [clientId, clientSecret] = [config.get('GITHUB_CLIENT_ID'), config.get('GITHUB_CLIENT_SECRET')];
    const github =
      clientId !== undefined && clientSecret !== undefined
        ? [
            new GithubProvider(
              {
                clientId,
                clientSecret,
                origin: config.get('GITHUB_ORIGIN'),
                apiOrigin: config.get('GITHUB_API_ORIGIN'),
              },
              isProduction,
            ),
          ]
        : [];
    this.all = [...[main, ...others].map((settings) => new OpenIdProvider(settings, isProduction)), ...github];
  }

  has(id: string): boolean {
    return this.all.some((provider) => provider.id === id);
  }
}
