import type { IncomingMessage } from 'node:http';
import { Strategy } from 'passport';
import { Config } from '#platform/config';
import { readCookie, sessionCookieName } from './cookies.js';
import { PrincipalDirectory } from './principal-directory.js';
import { hashSecret } from './secrets.js';

/** Signs in by the opaque session of the browser. The database decides at every request, so revoking works at once. */
export class SessionStrategy extends Strategy {
  override readonly name = 'session-cookie';

  constructor(
    private readonly config: Config,
    private readonly directory: PrincipalDirectory,
  ) {
    super();
  }

  override authenticate(request: IncomingMessage): void {
    const secretText = readCookie(request.headers.cookie, sessionCookieName(this.config));
    if (secretText === null) {
      this.pass();
      return;
    }
    this.directory.findSession(hashSecret(secretText)).then(
      (principal) => {
        // A session that has ended is the same as none: the visitor is anonymous and may sign in again.
        if (principal) this.success(principal);
        else this.pass();
      },
      (error: unknown) => {
        this.error(error);
      },
    );
  }
}
