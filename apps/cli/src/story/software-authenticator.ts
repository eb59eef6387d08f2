import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { cbor, type CborValue } from './cbor.js';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** What an authenticator puts into its answers; a test changes one thing at a time to see the answer refused. */
export interface Quirks {
  readonly origin?: string;
  readonly relyingPartyId?: string;
  readonly userVerified?: boolean;
  readonly type?: string;
  readonly challenge?: string;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
}

/**
 * A passkey in software, for the story and the tests: one ES256 key that answers as a browser with an authenticator
 * does (WebAuthn level 3, attestation "none"). It always says that its user was verified, so it protects nobody.
 */
export class SoftwareAuthenticator {
  private readonly credentialId = randomBytes(16);
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;

  constructor(private readonly origin: string) {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  /** The answer of `navigator.credentials.create`, both as JSON text. */
  create(optionsText: string, quirks: Quirks = {}): string {
    const { challenge, rp } = JSON.parse(optionsText) as CreationOptions;
    const clientData = this.clientData('webauthn.create', challenge, quirks);
    const idLength = Buffer.from([0, this.credentialId.length]);
    const attested = Buffer.concat([Buffer.alloc(16), idLength, this.credentialId, this.coseKey()]);
    const authData = Buffer.concat([this.authData(rp.id, quirks, HAS_CREDENTIAL), attested]);
    const attestation = new Map<string, CborValue>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, CborValue>()],
      ['authData', authData],
    ]);
    return this.answer({
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['internal'],
    });
  }

  /** The answer of `navigator.credentials.get`, both as JSON text. */
  get(optionsText: string, quirks: Quirks = {}): string {
    const { challenge, rpId } = JSON.parse(optionsText) as RequestOptions;
    const clientData = this.clientData('webauthn.get', challenge, quirks);
    const authData = this.authData(rpId, quirks, 0);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return this.answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, this.privateKey).toString('base64url'),
    });
  }

  private answer(response: object): string {
    const id = this.credentialId.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  }

  private clientData(type: string, challenge: string, quirks: Quirks): Buffer {
    const data = {
      type: quirks.type ?? type,
      challenge: quirks.challenge ?? challenge,
      origin: quirks.origin ?? this.origin,
    };
    return Buffer.from(JSON.stringify({ ...data, crossOrigin: false }));
  }

  /** The sign count stays zero, as that of passkeys which are synchronised between devices does. */
  private authData(relyingPartyId: string, quirks: Quirks, more: number): Buffer {
    const hash = createHash('sha256')
      .update(quirks.relyingPartyId ?? relyingPartyId)
      .digest();
    const verified = quirks.userVerified === false ? 0 : USER_VERIFIED;
    return Buffer.concat([hash, Buffer.from([USER_PRESENT | verified | more]), Buffer.alloc(4)]);
  }

  /** RFC 9053: key type EC2, algorithm ES256, curve P-256, and the two coordinates. */
  private coseKey(): Buffer {
    const { x = '', y = '' } = this.publicKey.export({ format: 'jwk' });
    return cbor(
      new Map<number, CborValue>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    );
  }
}
