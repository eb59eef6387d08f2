import { createHmac, randomBytes } from 'node:crypto';

/** Prefixes and lengths of the random part as Stripe writes them. */
const LENGTHS = {
  accs_secret_: 64,
  acct: 16,
  ba: 24,
  bps: 24,
  ccsbtxn: 24,
  ch: 24,
  clock: 24,
  cn: 24,
  cnli: 24,
  cs_test: 58,
  cus: 14,
  dp: 24,
  ed_test: 24,
  evt: 24,
  evt_test: 32,
  issfr: 24,
  li: 24,
  pi: 24,
  pm: 24,
  po: 24,
  price: 24,
  prod: 14,
  py: 24,
  pyr: 24,
  re: 24,
  req: 14,
  tr: 24,
  trr: 24,
  tu: 24,
  txn: 24,
  we: 24,
  whsec: 32,
  ii: 24,
  il: 24,
  in: 24,
  inpay: 24,
  mandate: 24,
  setatt: 24,
  seti: 24,
  txi: 24,
  link: 32,
  si: 14,
  sim: 16,
  sub: 24,
  task: 16,
  del: 16,
} as const;
export type IdKind = keyof typeof LENGTHS;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Bytes from here on are thrown away, so that every character is equally likely. */
const UNBIASED = 256 - (256 % ALPHABET.length);

/**
 * Makes ids. Without a seed they are random. With a seed they are the same in every run that does the same things in
 * the same order: `position` must never come back to an earlier value, also not after a restart.
 */
export class IdSource {
  private counter = 0;

  constructor(
    private readonly seed: string | null,
    private readonly position: () => number,
  ) {}

  next(kind: IdKind): string {
    return `${kind}_${this.text(LENGTHS[kind])}`;
  }

  /** `length` characters of letters and digits. */
  text(length: number): string {
    let text = '';
    while (text.length < length) {
      for (const byte of this.bytes()) {
        if (byte < UNBIASED && text.length < length) text += ALPHABET[byte % ALPHABET.length]!;
      }
    }
    return text;
  }

  private bytes(): Buffer {
    if (this.seed === null) return randomBytes(64);
    this.counter += 1;
    return createHmac('sha512', this.seed).update(`${this.position()}:${this.counter}`).digest();
  }
}
