import { money, type Money } from '#platform/kernel';

/** What members of the Open Source Pledge give in a year for each developer, in cents. */
const CENTS_PER_DEVELOPER = 200_000n;

/** 2,000 US dollars for each developer and year. */
export function openSourcePledgeTarget(developers: number): Money {
  return money(CENTS_PER_DEVELOPER * BigInt(developers), 'USD');
}
