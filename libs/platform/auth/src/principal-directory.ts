import type { Id, PersonPrincipal, TokenPrincipal } from '#platform/kernel';

/** What an OpenID provider vouches for. Accounts are joined by (issuer, subject) alone, never by e-mail address. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly displayName: string;
  /** Since when the account exists, where the provider says it. */
  readonly accountCreatedAt?: Date;
}

/** A session that is about to be opened: the hash of its secret, and what the browser says of itself. */
export interface NewSession {
  readonly secretHash: Buffer;
  readonly userAgent: string | undefined;
}

/** What the browser needs to ask a passkey. */
export interface PasskeyQuestion {
  readonly challengeId: string;
  /** Options of WebAuthn as JSON text. */
  readonly options: string;
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
  /** A question that any passkey may answer. */
  abstract beginPasskeySignIn(): Promise<PasskeyQuestion>;
  /** Opens a session for the owner of a passkey that answered right; false when anything about the answer is wrong. */
  abstract signInWithPasskey(challengeId: string, assertion: string, session: NewSession): Promise<boolean>;
  /** Another way in for a person. @throws DomainError when it belongs to somebody else */
  abstract linkIdentity(person: PersonPrincipal, identity: ExternalIdentity): Promise<void>;
  /** The person of a session that is neither expired nor revoked; also extends its idle time. */
  abstract findSession(sessionHash: Buffer): Promise<PersonPrincipal | null>;
  abstract endSession(sessionHash: Buffer): Promise<void>;
  /** A token that is neither expired nor revoked. */
  abstract findToken(tokenId: Id<'api'>): Promise<StoredToken | null>;
}
