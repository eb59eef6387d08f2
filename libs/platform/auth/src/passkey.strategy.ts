import type { IncomingMessage } from 'node:http';
import { Strategy } from 'passport';
import type { SignedIn } from './login.strategy.js';
import { PrincipalDirectory } from './principal-directory.js';
import { hashSecret, newSecret } from './secrets.js';

/** What the controller hands to the strategy through Passport: a challenge that was asked for, and its answer. */
export interface PasskeyOptions {
  readonly challengeId: string;
  readonly assertion: string;
}

/** Signs in by a passkey, which is two factors in one: the device, and what unlocks it. */
export class PasskeyStrategy extends Strategy {
  override readonly name = 'passkey';

  constructor(private readonly directory: PrincipalDirectory) {
    super();
  }

  override authenticate(request: IncomingMessage, { challengeId, assertion }: PasskeyOptions): void {
    const sessionSecret = newSecret();
    const session = { secretHash: hashSecret(sessionSecret), userAgent: request.headers['user-agent'] };
    this.directory.signInWithPasskey(challengeId, assertion, session).then(
      (isKnown) => {
        if (isKnown) this.success({ sessionSecret, returnTo: '/' } satisfies SignedIn);
        else this.fail('auth.passkeyRefused', 401);
      },
      (error: unknown) => {
        this.error(error);
      },
    );
  }
}
