import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { Config } from '#platform/config';

/** Three hundred modules; most processes start and end without them. */
const library = () => import('@simplewebauthn/server');
const TIMEOUT_MS = 300_000;
/** ES256, EdDSA and RS256: what authenticators in use offer. */
const ALGORITHMS = [-7, -8, -257];
/** Kinds of transport are hints for the browser; a list from outside is cut down to something small. */
const MAX_TRANSPORTS = 6;

/** A key that a person can answer with. */
export interface PasskeyCredential {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly transports: readonly string[];
}

type Known = Pick<PasskeyCredential, 'credentialId' | 'transports'>;

/**
 * WebAuthn as the relying party of this installation: its name is the host of PUBLIC_URL, and only pages of that origin
 * may answer. User verification is always demanded, so that a passkey is two factors in one. Checks are those of
 * @simplewebauthn/server.
 */
@Injectable()
export class WebAuthn {
  private readonly origin: string;
  private readonly relyingPartyId: string;

  constructor(config: Config) {
    const url = new URL(config.get('PUBLIC_URL'));
    this.origin = url.origin;
    this.relyingPartyId = url.hostname;
  }

  /** Options for `navigator.credentials.create`, as JSON text. */
  async creationOptions(
    person: { readonly handle: Buffer; readonly name: string },
    challenge: Buffer,
    existing: readonly Known[],
  ): Promise<string> {
    const { generateRegistrationOptions } = await library();
    const options = await generateRegistrationOptions({
      rpName: 'Mainstay',
      rpID: this.relyingPartyId,
      userID: new Uint8Array(person.handle),
      userName: person.name,
      userDisplayName: person.name,
      challenge: new Uint8Array(challenge),
      timeout: TIMEOUT_MS,
      attestationType: 'none',
      excludeCredentials: existing.map(descriptor),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return JSON.stringify(options);
  }

  /** Options for `navigator.credentials.get`, as JSON text. Without a list of passkeys the browser offers what it has. */
  async requestOptions(challenge: Buffer, allowed: readonly Known[]): Promise<string> {
    const { generateAuthenticationOptions } = await library();
    const options = await generateAuthenticationOptions({
      rpID: this.relyingPartyId,
      challenge: new Uint8Array(challenge),
      timeout: TIMEOUT_MS,
      userVerification: 'required',
      allowCredentials: allowed.map(descriptor),
    });
    return JSON.stringify(options);
  }

  /** The new key, or null when anything about the answer is wrong. */
  async checkCreation(response: string, challenge: Buffer): Promise<PasskeyCredential | null> {
    const parsed = parseResponse<RegistrationResponseJSON>(response);
    if (!parsed) return null;
    const { verifyRegistrationResponse } = await library();
    // The library throws for everything that it does not like; which of it, is of no use to an honest browser.
    const result = await verifyRegistrationResponse({
      response: parsed,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: this.origin,
      expectedRPID: this.relyingPartyId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(() => null);
    if (!result?.verified) return null;
    const { id, publicKey, counter } = result.registrationInfo.credential;
    const transports = Array.isArray(parsed.response.transports) ? parsed.response.transports : [];
    return {
      credentialId: Buffer.from(id, 'base64url'),
      publicKey: Buffer.from(publicKey),
      signCount: counter,
      transports: transports.filter((name) => /^[a-z-]{1,20}$/.test(String(name))).slice(0, MAX_TRANSPORTS),
    };
  }

  /** The new sign count, or null when anything about the answer is wrong. */
  async checkAssertion(response: string, challenge: Buffer, passkey: PasskeyCredential): Promise<number | null> {
    const parsed = parseResponse<AuthenticationResponseJSON>(response);
    if (!parsed) return null;
    const { verifyAuthenticationResponse } = await library();
    const result = await verifyAuthenticationResponse({
      response: parsed,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: this.origin,
      expectedRPID: this.relyingPartyId,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId.toString('base64url'),
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.signCount,
      },
    }).catch(() => null);
    return result?.verified ? result.authenticationInfo.newCounter : null;
  }
}

/** Which key an answer says it comes from; null for a text that is no answer. */
export function credentialIdOf(response: string): Buffer | null {
  const parsed = parseResponse<AuthenticationResponseJSON>(response);
  return parsed && /^[\w-]{1,1400}$/.test(parsed.id) ? Buffer.from(parsed.id, 'base64url') : null;
}

function parseResponse<Response extends { readonly id: string; readonly response: object }>(
  text: string,
): Response | null {
  try {
    const value: unknown = JSON.parse(text);
    const { id, response } = (value ?? {}) as Partial<Response>;
    return typeof id === 'string' && typeof response === 'object' && response !== null ? (value as Response) : null;
  } catch {
    return null;
  }
}

function descriptor({ credentialId, transports }: Known): { id: string; transports: string[] } {
  return { id: credentialId.toString('base64url'), transports: [...transports] };
}
