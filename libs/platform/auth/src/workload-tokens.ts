import { Injectable } from '@nestjs/common';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';
import { Config } from '#platform/config';
import { Clock, MINUTE_MS, SECOND_MS } from '#platform/kernel';
import { ForeignHttp } from '#platform/outbound';

/** What issuers sign with; nothing else is looked at, so neither "none" nor a key taken for a password can pass. */
const ALGORITHM = 'RS256';
const TOLERANCE_SECONDS = 60;
const KEYS_MAX_AGE_MS = 10 * MINUTE_MS;
/** A key that is not known may be new; but nobody makes us ask for it more often than this. */
const KEYS_MIN_AGE_MS = MINUTE_MS;
const MAX_ISSUERS = 100;
const MAX_DOCUMENT_BYTES = 200_000;
const MAX_TOKEN_LENGTH = 16_000;

/** Why a token was not accepted; for the log, never for the caller. */
export class WorkloadTokenRefusal extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'WorkloadTokenRefusal';
  }
}

export type WorkloadClaims = JWTPayload & { readonly jti: string; readonly exp: number };

interface KnownKeys {
  readonly keys: JSONWebKeySet;
  readonly readAtMs: number;
}

/**
 * Checks the OpenID tokens that build systems give to their jobs. Issuer and audience have to be exactly those that are
 * expected; signature and times are checked by `jose`. Keys of an issuer are kept for ten minutes; when they cannot be
 * read, the token is refused.
 */
@Injectable()
export class WorkloadTokens {
  private readonly known = new Map<string, KnownKeys>();
  private readonly audience: string;

  constructor(
    private readonly http: ForeignHttp,
    private readonly clock: Clock,
    config: Config,
  ) {
    this.audience = new URL(config.get('PUBLIC_URL')).origin;
  }

  /** Who the token says has issued it. Nothing about it is checked yet. */
  claimedIssuer(token: string): string {
    if (token.length > MAX_TOKEN_LENGTH) throw new WorkloadTokenRefusal('too long');
    const { iss } = decoded(() => decodeJwt(token));
    if (typeof iss !== 'string') throw new WorkloadTokenRefusal('without issuer');
    return iss;
  }

  /** The claims of a good token of this issuer. @throws WorkloadTokenRefusal for every other one */
  async verify(token: string, issuer: string): Promise<WorkloadClaims> {
    const { kid, alg } = decoded(() => decodeProtectedHeader(token));
    if (alg !== ALGORITHM) throw new WorkloadTokenRefusal('another algorithm');
    if (typeof kid !== 'string') throw new WorkloadTokenRefusal('without key id');
    const { payload } = await jwtVerify(token, createLocalJWKSet(await this.keysFor(issuer, kid)), {
      algorithms: [ALGORITHM],
      issuer,
      audience: this.audience,
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: this.clock.now(),
      requiredClaims: ['exp', 'nbf', 'iat', 'jti'],
    }).catch((error: unknown) => {
      throw new WorkloadTokenRefusal(error instanceof Error ? error.message : 'not verified');
    });
    const latest = this.clock.now().getTime() / SECOND_MS + TOLERANCE_SECONDS;
    if (payload.iat! > latest) throw new WorkloadTokenRefusal('issued in the future');
    // A list of audiences is a token that others may use as well.
    if (payload.aud !== this.audience) throw new WorkloadTokenRefusal('more than one audience');
    if (typeof payload.jti !== 'string' || payload.jti === '') throw new WorkloadTokenRefusal('without token id');
    return payload as WorkloadClaims;
  }

  private async keysFor(issuer: string, kid: string): Promise<JSONWebKeySet> {
    const kept = this.known.get(issuer);
    const age = kept ? this.clock.now().getTime() - kept.readAtMs : Infinity;
    const hasKey = kept?.keys.keys.some((key) => key.kid === kid) ?? false;
    if (kept && age < (hasKey ? KEYS_MAX_AGE_MS : KEYS_MIN_AGE_MS)) return kept.keys;
    this.known.delete(issuer);
    const keys = await this.read(issuer).catch(() => {
      throw new WorkloadTokenRefusal('the keys of the issuer cannot be read');
    });
    if (this.known.size >= MAX_ISSUERS) this.known.delete(this.known.keys().next().value!);
    this.known.set(issuer, { keys, readAtMs: this.clock.now().getTime() });
    return keys;
  }

  private async read(issuer: string): Promise<JSONWebKeySet> {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const found = JSON.parse(await this.http.readText(address, MAX_DOCUMENT_BYTES)) as Record<string, unknown>;
    if (found.issuer !== issuer || typeof found.jwks_uri !== 'string')
      throw new Error('not the document of the issuer');
    const keys = JSON.parse(await this.http.readText(found.jwks_uri, MAX_DOCUMENT_BYTES)) as JSONWebKeySet;
    if (!Array.isArray(keys.keys)) throw new Error('not a set of keys');
    return keys;
  }
}

function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw new WorkloadTokenRefusal('not a token');
  }
}
