import type { AppealDecision } from '../control/appeal.states.js';
import type { ReviewAnswers } from '../guards/decision.js';
import type { InvitationFacts } from '../guards/identity.js';
import type { Scope } from '../policy/scopes.js';
import type { Ballot } from './grant-state.js';

/** What people and timers ask of a grant; the keys are the names of the actions, the values what comes with them. */
interface CommandFacts {
  create: {
    readonly id: string;
    readonly project: string;
    readonly resource: string | null;
    readonly scope: Scope;
    readonly candidate: string;
    /** The candidate has said yes through a login of their own. */
    readonly isConfirmedByOwnLogin: boolean;
    readonly origin: InvitationFacts['origin'];
  };
  submit: object;
  computeEligibility: object;
  grantByOwner: { readonly publicEntry: string };
  confirmSponsorship: {
    readonly statement: string;
    readonly workedOn: readonly string[];
    /** Who declined before, as the sponsor was told. */
    readonly disclosed: readonly string[];
  };
  declineSponsorship: object;
  lapseSponsoring: object;
  fileReview: { readonly answers: Partial<ReviewAnswers> };
  proveNotification: object;
  openVote: object;
  raiseObjection: { readonly reason: string };
  castVote: { readonly choice: Ballot['choice'] };
  closeVote: object;
  accept: object;
  decline: object;
  lapseOffer: object;
  endCoolingOff: object;
  /** Where the scope was seen at the forge; the proofs of all who give it are read back together. */
  provision: { readonly readBack: string };
  confirmReadBack: object;
  confirmProbation: object;
  reportProbationMiss: object;
  openRecertification: object;
  confirmRecertification: object;
  markDormant: object;
  confirmReturn: object;
  expire: object;
  stepDown: object;
  applyRiskHold: object;
  clearHold: { readonly reason: string };
  expireHold: object;
  suspend: object;
  confirmSuspension: object;
  lapseSuspension: object;
  revoke: object;
  withdraw: object;
  fileAppeal: { readonly reason: string };
  formPanel: { readonly panel: readonly string[] };
  hearAppeal: object;
  voteAppeal: { readonly decision: AppealDecision };
  lapseAppeal: object;
}
export type CommandType = keyof CommandFacts;

interface CommandHead<Type> {
  readonly type: Type;
  /** The instant, in UTC milliseconds. */
  readonly at: number;
  /** A person by any of their names; null for the system. */
  readonly by: string | null;
}
export type CommandOf<Type extends CommandType> = CommandHead<Type> & CommandFacts[Type];
export type GrantCommand = { [Type in CommandType]: CommandOf<Type> }[CommandType];
