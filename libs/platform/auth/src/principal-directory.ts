import type { Id, PersonPrincipal, TokenPrincipal } from '#platform/kernel';

/** What an OpenID provider vouches for. Accounts are joined by (issuer, subject) alone, never by e-mail address. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly displayName: string;
}

/** A session that is about to be opened: the hash of its secret, and what the browser says of itself. */
export interface NewSession {
  readonly secretHash: Buffer;
  readonly userAgent: string | undefined;
}

/** A token as it is stored: found by its id, compared by the hash of its secret. */
export interface StoredToken {
  readonly principal: TokenPrincipal;
  readonly secretHash: Buffer;
}

/** `auth` asks who somebody is, and `identity` knows; so the arrow between them keeps its direction. */
export abstract class PrincipalDirectory {
  /** Finds the person of an identity, or makes one at the first sign-in. */
  abstract signIn(identity: ExternalIdentity, session: NewSession): Promise<Id<'usr'>>;
  /** The person of a session that is neither expired nor revoked; also extends its idle time. */
  abstract findSession(sessionHash: Buffer): Promise<PersonPrincipal | null>;
  abstract endSession(sessionHash: Buffer): Promise<void>;
  /** A token that is neither expired nor revoked. */
  abstract findToken(tokenId: Id<'api'>): Promise<StoredToken | null>;
}
