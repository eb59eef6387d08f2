import type { StateMachine } from '#platform/kernel';

export type AppealStatus = 'FILED' | 'PANEL_FORMED' | 'HEARD' | 'UPHELD' | 'OVERTURNED' | 'REMITTED';
export type AppealAction = 'formPanel' | 'hear' | 'uphold' | 'overturn' | 'remit' | 'lapse';
export type AppealDecision = 'uphold' | 'overturn' | 'remit';

/**
 * An appeal against a rejection, revocation, suspension or hold. Remitted, also by silence of the panel, the decision
 * stands and can be appealed against once more, before other people.
 */
export const APPEAL: StateMachine<AppealStatus, AppealAction, never, unknown> = {
  name: 'appeal',
  initial: 'FILED',
  transitions: {
    formPanel: { from: ['FILED'], to: 'PANEL_FORMED' },
    hear: { from: ['PANEL_FORMED'], to: 'HEARD' },
    uphold: { from: ['HEARD'], to: 'UPHELD' },
    overturn: { from: ['HEARD'], to: 'OVERTURNED' },
    remit: { from: ['HEARD'], to: 'REMITTED' },
    lapse: { from: ['FILED', 'PANEL_FORMED', 'HEARD'], to: 'REMITTED' },
  },
  guards: {},
};
