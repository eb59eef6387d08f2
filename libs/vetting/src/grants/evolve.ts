import { APPEAL } from '../control/appeal.states.js';
import type { AppealEvent, CreatedEvent, GrantEvent, ReturnEvent, StepEvent } from './grant-events.js';
import type { GrantAppeal, GrantState, Interrupted, SignedAction } from './grant-state.js';
import { APPEALABLE_STATUSES, HOLDING_STATUSES, type GrantStatus } from './grant-status.js';
import { ROLE_GRANT, type GrantAction } from './grant.states.js';

/** What a history comes to. It never judges: what was recorded has happened. */
export function replayGrant(events: readonly GrantEvent[]): GrantState {
  const [first, ...rest] = events;
  if (first?.type !== 'create') throw new Error('a history begins with the creation of the grant');
  return rest.reduce(evolve, created(first));
}

export function created({ id, project, resource, scope, candidate, at }: CreatedEvent): GrantState {
  return {
    ...{ id, project, resource, scope, candidate, status: ROLE_GRANT.initial, enteredAt: at, lastAt: at },
    ...{ wait: null, earlier: null, frozen: null, unmet: [], sponsorships: [], refusals: [], review: null, roll: [] },
    ...{
      notifiedAt: null,
      ballots: [],
      result: null,
      hold: null,
      signatures: [],
      provisioners: [],
      readBacks: [],
      suspendedBy: [],
    },
    ...{ isSuspensionConfirmed: false, heldSince: null, appeal: null },
  };
}

export function evolve(state: GrantState, event: GrantEvent): GrantState {
  const next = { ...state, lastAt: Math.max(state.lastAt, event.at) };
  if (event.type === 'create') throw new Error('a grant is created once');
  if (event.type === 'return') return returned(next, event);
  if (event.type === 'appeal') return { ...next, appeal: appealed(state.appeal, event) };
  if (event.type === 'request')
    return event.what === 'SECOND_OPERATOR' ? { ...next, ...signed(next, 'suspend', event) } : next;
  const after = moved(next, event);
  return { ...after, ...factsOf(after, event) };
}

function moved(state: GrantState, { type, at, waitMs }: StepEvent): GrantState {
  const { to } = ROLE_GRANT.transitions[type];
  const wait = waitMs === null ? null : { dueAt: at + waitMs, fullMs: waitMs };
  if (to === state.status) return wait === null ? state : { ...state, wait };
  const earlier = APPEALABLE_STATUSES.includes(to) ? interrupted(state, at) : null;
  return { ...entered(state, to, at), wait, earlier };
}

function entered(state: GrantState, status: GrantStatus, at: number): GrantState {
  const isHolding = HOLDING_STATUSES.includes(status);
  const staysInCase = status === 'SUSPENDED';
  return {
    ...state,
    ...{ status, enteredAt: at, signatures: [], hold: null, isSuspensionConfirmed: false },
    // Who agreed before a pause agrees again after it.
    provisioners: status === 'ON_HOLD' ? [] : state.provisioners,
    readBacks: status === 'ON_HOLD' ? [] : state.readBacks,
    appeal: APPEALABLE_STATUSES.includes(status) ? null : state.appeal,
    heldSince: isHolding || staysInCase ? (state.heldSince ?? (isHolding ? at : null)) : null,
  };
}

function interrupted({ status, wait, earlier }: GrantState, at: number): Interrupted {
  const remainingMs = wait === null ? null : Math.max(0, wait.dueAt - at);
  return { status, remainingMs, fullMs: wait?.fullMs ?? null, earlier };
}

function returned(state: GrantState, { to, at, waitMs, cause }: ReturnEvent): GrantState {
  const { earlier } = state;
  if (earlier?.status !== to) throw new Error(`a return to ${to} needs to have come from there`);
  return {
    ...entered(state, to, at),
    wait: waitMs === null ? null : { dueAt: at + waitMs, fullMs: earlier.fullMs ?? waitMs },
    earlier: earlier.earlier,
    // The box was opened: whoever votes again does so afresh.
    ballots: cause === 'APPEAL_OVERTURNED' && to === 'VOTING' ? [] : state.ballots,
    result: cause === 'APPEAL_OVERTURNED' ? null : state.result,
    appeal: state.appeal,
  };
}

type Fold<Action extends GrantAction> = (state: GrantState, event: StepEvent<Action>) => Partial<GrantState>;

function signature(action: SignedAction): Fold<GrantAction> {
  return (state, event) => signed(state, action, event);
}

function signed(
  state: GrantState,
  action: SignedAction,
  event: { at: number; by: string | null },
): Partial<GrantState> {
  return { signatures: [...state.signatures, { action, by: event.by ?? '', at: event.at }] };
}

/** What the actions leave behind besides the state. */
const FOLDS: { readonly [Action in GrantAction]?: Fold<Action> } = {
  submit: (_, { policyVersion, tier }) => ({ frozen: { policyVersion, tier } }),
  findIneligible: (_, { unmet }) => ({ unmet }),
  confirmSponsorship: ({ sponsorships }, { sponsorship }) => ({ sponsorships: [...sponsorships, sponsorship] }),
  declineSponsorship: ({ refusals }, { by }) => ({ refusals: [...refusals, by ?? ''] }),
  fileReview: (_, { by, answers, roll }) => ({ review: { reviewer: by ?? '', answers }, roll }),
  proveNotification: (_, { at }) => ({ notifiedAt: at }),
  castVote: ({ ballots }, { by, choice }) => ({ ballots: [...ballots, { voter: by ?? '', choice }] }),
  approve: (_, { result }) => ({ result }),
  reject: (_, { result }) => ({ result }),
  raiseObjection: (_, { by, reason }) => ({ hold: { kind: 'OBJECTION', by, reason } }),
  applyRiskHold: () => ({ hold: { kind: 'RISK', by: null, reason: '' } }),
  suspend: ({ suspendedBy }, { by }) => ({ suspendedBy: [...suspendedBy, by ?? ''] }),
  completeRecertification: ({ frozen }, { tier }) => ({ frozen: frozen && { ...frozen, tier } }),
  extendSuspension: () => ({ isSuspensionConfirmed: true }),
  provision: (state, event) => ({
    ...signed(state, 'provision', event),
    provisioners: [...state.provisioners, event.by ?? ''],
    readBacks: [...state.readBacks, event.readBack],
  }),
  confirmProbation: signature('confirmProbation'),
  missProbation: signature('missProbation'),
  confirmRecertification: signature('confirmRecertification'),
  confirmReturn: signature('confirmReturn'),
  clearHold: signature('clearHold'),
  confirmSuspension: signature('confirmSuspension'),
};

function factsOf<Action extends GrantAction>(state: GrantState, event: StepEvent<Action>): Partial<GrantState> {
  const fold: Fold<Action> | undefined = FOLDS[event.type];
  return fold?.(state, event) ?? {};
}

function appealed(appeal: GrantAppeal | null, event: AppealEvent): GrantAppeal {
  const { step, at } = event;
  const earlierPanels = [...(appeal?.earlierPanels ?? []), ...(appeal?.panel ?? [])];
  if (step === 'file' || appeal === null)
    return { status: APPEAL.initial, filedAt: at, panel: [], votes: [], earlierPanels, closedAt: null };
  if (step === 'vote')
    return { ...appeal, votes: [...appeal.votes, { by: event.by ?? '', decision: event.decision! }] };
  const isClosing = step !== 'formPanel' && step !== 'hear';
  const closedAt = isClosing ? at : null;
  return { ...appeal, status: APPEAL.transitions[step].to, panel: event.panel ?? appeal.panel, closedAt };
}
