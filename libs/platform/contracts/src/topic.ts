import { money, type Money } from '#platform/kernel';

/** A versioned kind of message. A change that readers would notice is a new version beside the old one. */
export interface Topic<Payload> {
  readonly name: string;
  readonly version: number;
  /** Never set; carries the payload's type. */
  readonly payload?: Payload;
}

export function topic<Payload>(name: string, version: number): Topic<Payload> {
  return { name, version };
}

export function topicKey(of: Topic<unknown>): string {
  return `${of.name}.v${String(of.version)}`;
}

/** An amount inside a payload: minor units as decimal digits, since JSON has no bigint. */
export type MoneyPayload = Readonly<Record<'minor' | 'currency', string>>;

export function moneyPayload({ minor, currency }: Money): MoneyPayload {
  return { minor: minor.toString(), currency };
}

export function moneyOfPayload({ minor, currency }: MoneyPayload): Money {
  return money(BigInt(minor), currency);
}
