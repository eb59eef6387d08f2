import type { RoleNotice } from '#platform/contracts';
import type { GrantEvent } from '../grants/grant-events.js';
import type { GrantStep } from './grant-step.js';

/** Who is told what. */
export interface Told {
  readonly notice: RoleNotice;
  readonly personIds: readonly string[];
}

type Requested = Extract<GrantEvent, { type: 'request' }>;

type Listeners = (step: GrantStep) => readonly Told[];

const candidate =
  (notice: RoleNotice): Listeners =>
  ({ after }) => [{ notice, personIds: [after.candidate] }];

/** Whoever can let a stopped request go on. */
const clearers: Listeners = ({ context: { project } }) => [
  { notice: 'hold_to_clear', personIds: [...project.stewards, ...project.reviewers] },
];

const owners: Listeners = ({ context }) => [{ notice: 'consent_asked', personIds: context.project.owners }];

const both =
  (...all: readonly Listeners[]): Listeners =>
  (step) =>
    all.flatMap((one) => one(step));

const team =
  (notice: RoleNotice): Listeners =>
  ({ context: { project } }) => [{ notice, personIds: [...project.incumbents, ...project.stewards] }];

/** Steps of which somebody has to hear, since it is for them to act, or about what they hold. */
const BY_STEP: Readonly<Partial<Record<GrantEvent['type'], Listeners>>> = {
  submit: owners,
  findIneligible: candidate('ineligible'),
  completeSponsoring: ({ context }) => [{ notice: 'report_asked', personIds: context.project.reviewers }],
  // A vote without days is over with the second voice.
  openVote: ({ after }) => [{ notice: after.wait?.fullMs === 0 ? 'vote_asked' : 'vote_open', personIds: after.roll }],
  approve: candidate('approved'),
  reject: candidate('rejected'),
  raiseObjection: both(candidate('held'), clearers),
  applyRiskHold: both(candidate('held'), clearers),
  expireHold: candidate('rejected'),
  endCoolingOff: team('to_give'),
  confirmReadBack: candidate('given'),
  grantByOwner: candidate('given'),
  missProbation: candidate('probation_again'),
  endProbation: candidate('revoked'),
  openRecertification: both(candidate('recertification'), team('recertification_of_peer')),
  markDormant: candidate('dormant'),
  suspend: both(candidate('suspended'), team('suspended_of_peer')),
  revoke: candidate('revoked'),
};

/** What the engine asks of others than the grant itself. */
const BY_REQUEST: Readonly<Record<Requested['what'], Listeners>> = {
  SECOND_OPERATOR: ({ context: { project } }) => [{ notice: 'second_operator', personIds: project.operators }],
  SUCCESSOR: team('successor_wanted'),
  SUPPORT: ({ context: { project } }) => [{ notice: 'support_offered', personIds: project.owners }],
  ADVOCATE: ({ context: { project } }) => [{ notice: 'advocate_asked', personIds: project.stewards }],
};

/** What a step is told of, and to whom: to each person once. Whoever has taken it knows, unless it is about what is theirs. */
export function noticesOf(step: GrantStep): Told[] {
  return step.events.flatMap((event) => {
    return listenersOf(event)(step).flatMap(({ notice, personIds }) => {
      const isAbout = personIds.length === 1 && personIds[0] === step.after.candidate;
      const others = [...new Set(personIds)].filter((id) => id !== event.by && id !== step.after.candidate);
      const listeners = isAbout ? personIds : others;
      return listeners.length === 0 ? [] : [{ notice, personIds: listeners }];
    });
  });
}

function listenersOf(event: GrantEvent): Listeners {
  if (event.type === 'appeal') return (step) => ofAppeal(event, step);
  return (event.type === 'request' ? BY_REQUEST[event.what] : BY_STEP[event.type]) ?? (() => []);
}

function ofAppeal(event: Extract<GrantEvent, { type: 'appeal' }>, { after, context }: GrantStep): readonly Told[] {
  if (event.step === 'file' || event.step === 'lapse')
    return [{ notice: 'appeal_filed', personIds: context.project.stewards }];
  if (event.step === 'formPanel') return [{ notice: 'appeal_panel', personIds: event.panel ?? [] }];
  return event.step === 'hear' || event.step === 'vote'
    ? []
    : [{ notice: 'appeal_decided', personIds: [after.candidate] }];
}
