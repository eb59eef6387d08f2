import { S19, S20, S21, S26 } from './rules/build.js';
import { S12, S13, S29, S30, S31, S34 } from './rules/control-plane.js';
import { S17, S18, S33 } from './rules/defence.js';
import { S07, S08, S09, S10, S35 } from './rules/identity.js';
import { S05, S06, S15 } from './rules/maintainer-situation.js';
import { S03, S04, S32 } from './rules/personas.js';
import { S01, S02, S24 } from './rules/pressure.js';
import { S14, S16, S22, S23, S27, S28 } from './rules/release-process.js';
import { S25 } from './rules/reports.js';
import type { SignalRule } from './signal.js';

/** The catalogue of section 4.2 of the vetting design. */
export const SIGNAL_RULES: readonly SignalRule[] = [
  S01, S02, S03, S04, S05, S06, S07, S08, S09, S10,
  S12, S13, S14, S15, S16, S17, S18, S19, S20, S21,
  S22, S23, S24, S25, S26, S27, S28, S29, S30, S31,
  S32, S33, S34, S35,
]; // prettier-ignore

/** Signals that were thought of and left out. */
export const SIGNALS_LEFT_OUT = [
  {
    id: 'S11',
    name: 'pattern of working hours',
    reason:
      'It stands for where somebody comes from and says nothing else: no history that was measured is told apart by it.',
  },
] as const;
