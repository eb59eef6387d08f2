import type { IncomingMessage } from 'node:http';
import { Strategy } from 'passport';
import type { TokenPrincipal } from '#platform/kernel';
import { PrincipalDirectory } from './principal-directory.js';
import { hashSecret, parseToken, sameDigest } from './secrets.js';

/** Signs in by `Authorization: Bearer mst_…`. A token that is wrong in any way gets the same answer. */
export class ApiTokenStrategy extends Strategy {
  override readonly name = 'api-token';

  constructor(private readonly directory: PrincipalDirectory) {
    super();
  }

  override authenticate(request: IncomingMessage): void {
    const header = request.headers.authorization;
    if (header === undefined) {
      this.pass();
      return;
    }
    const [scheme, text] = header.split(' ');
    const check = scheme?.toLowerCase() === 'bearer' && text !== undefined ? this.find(text) : Promise.resolve(null);
    check.then(
      (principal) => {
        if (principal) this.success(principal);
        else this.fail('auth.invalidToken', 401);
      },
      (error: unknown) => {
        this.error(error);
      },
    );
  }

  private async find(text: string): Promise<TokenPrincipal | null> {
    const parts = parseToken(text);
    const stored = parts && (await this.directory.findToken(parts.tokenId));
    if (!parts || !stored) return null;
    return sameDigest(hashSecret(parts.secretText), stored.secretHash) ? stored.principal : null;
  }
}
