import { G11, G12, G14 } from './control.js';
import { G03, G04, G05, G28 } from './decision.js';
import { G07, G07a, G09, G25 } from './eligibility.js';
import type { Guard } from './guard.js';
import { G22, G23, G26, G29 } from './identity.js';
import { G01, G02, G24, G27 } from './independence.js';
import { G10, G13, G15 } from './release.js';
import { G18, G19, G20, G21 } from './removal.js';
import { G06, G08, G16, G17 } from './waiting.js';

/** Section 3.6 of the vetting design. */
export const GUARDS = {
  ...{ G01, G02, G03, G04, G05, G06, G07, G07a, G08, G09 },
  ...{ G10, G11, G12, G13, G14, G15, G16, G17, G18, G19 },
  ...{ G20, G21, G22, G23, G24, G25, G26, G27, G28, G29 },
} as const satisfies Readonly<Record<string, Guard<never>>>;
export type GuardId = keyof typeof GUARDS;
