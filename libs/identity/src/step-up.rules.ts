import { canonicalJson, sha256, type Canonical } from '#platform/kernel';

/** What a person confirms: one operation, with these arguments, on the object as it was. */
export interface SteppedUpAction {
  readonly operation: string;
  readonly arguments: Canonical;
  readonly objectVersion: string | null;
}

/** The text that is signed. Equal actions have equal texts, whatever the order in which their fields were written. */
export function actionText({ operation, arguments: given, objectVersion }: SteppedUpAction): string {
  return canonicalJson({ operation, arguments: given, objectVersion });
}

/** `SHA-256(nonce ‖ action)`: the passkey signs it, so what was signed is what runs. The nonce makes each one new. */
export function actionChallenge(nonce: Buffer, action: string): Buffer {
  return sha256(Buffer.concat([nonce, Buffer.from(action, 'utf8')]));
}
