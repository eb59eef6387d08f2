import { includesPerson, peopleOf, type GuardTerms } from '../guards/guard.js';
import { DAY_MS } from '../events/moment.js';
import type { Tier } from '../policy/scopes.js';
import type { TierProfile, VettingPolicy } from '../policy/vetting-policy.js';
import type { GrantCommand } from './grant-commands.js';
import type { GrantContext } from './grant-context.js';
import type { GrantState } from './grant-state.js';
import type { GrantStatus } from './grant-status.js';

/** One question to the machine: a grant, what is asked of it, and what is known at that instant. */
export interface GrantCase {
  readonly state: GrantState;
  readonly command: GrantCommand;
  readonly context: GrantContext;
}

export const HOUR_MS = 3_600_000;

/** A tier or policy that changes later does not reach a request that was submitted (I-04, I-19). */
export function tierFor({ state, context }: Pick<GrantCase, 'state' | 'context'>): Tier {
  return state.frozen?.tier ?? context.project.tier;
}

export function policyFor({ state, context }: Pick<GrantCase, 'state' | 'context'>): VettingPolicy {
  const version = state.frozen?.policyVersion ?? context.currentPolicy;
  const policy = context.policies[version];
  if (policy === undefined) throw new Error(`policy ${version} is not among the known ones`);
  return policy;
}

export function profileFor(question: Pick<GrantCase, 'state' | 'context'>): TierProfile {
  return policyFor(question).tiers[tierFor(question)];
}

export function termsOf(question: GrantCase): GuardTerms {
  return {
    tier: tierFor(question),
    policy: policyFor(question),
    at: question.command.at,
    links: question.context.links,
  };
}

/** How long a grant stays, or may stay, in a state; null when no clock runs there. */
export function waitMsOf(question: GrantCase, status: GrantStatus): number | null {
  const { periods, suspension } = policyFor(question);
  const profile = profileFor(question);
  const days: Partial<Record<GrantStatus, number | null>> = {
    SPONSORING: periods.sponsoringDays,
    COMMENT_PERIOD: profile.commentDays,
    VOTING: profile.vote?.days ?? null,
    APPROVED: periods.acceptDays,
    COOLING_OFF: profile.scopes[question.state.scope].coolingOffDays,
    PROBATION: profile.probationDays,
    ACTIVE: profile.recertificationDays,
    RECERT_DUE: periods.recertificationAnswerDays,
    DORMANT: periods.dormantDays,
    SUSPENDED: suspension.hours / 24,
    ON_HOLD: periods.holdDays,
  };
  const wait = days[status] ?? null;
  return wait === null ? null : wait * DAY_MS;
}

/** Whether the actor is one of these people, by whatever name. */
export function isActorAmong({ command, context }: GrantCase, names: readonly string[]): boolean {
  return command.by !== null && includesPerson(names, command.by, context.links);
}

/**
 * Who may vote: incumbents and stewards, and paid reviewers where fewer than two incumbents are left. Never the
 * candidate, nor whom candidate or funders pay.
 */
export function rollOf({ state, command, context }: GrantCase): string[] {
  const { project, candidate, links } = context;
  const excluded = [state.candidate, ...(candidate.payroll ?? []), ...(project.funderStaff ?? [])];
  const isFree = (name: string) => !includesPerson(excluded, name, links);
  const incumbents = peopleOf(project.incumbents, links).filter(isFree);
  // Whoever wrote the report does not vote on it as well.
  const reviewed = (name: string) => command.by !== null && links.areOne(name, command.by);
  const fillers = incumbents.length < 2 ? project.reviewers.filter((name) => !reviewed(name)) : [];
  return peopleOf([...incumbents, ...project.stewards, ...fillers], links).filter(isFree);
}

/** Who may give the scope, and who of them must be among the two; stewards and reviewers fill empty seats. */
export function provisionersOf(question: GrantCase): { readonly incumbents: string[]; readonly others: string[] } {
  const { state, context } = question;
  const { project, links } = context;
  const isFree = (name: string) => !links.areOne(name, state.candidate);
  const isFit = (name: string) => project.isDistressOpen === false || !includesPerson(project.owners, name, links);
  const incumbents = peopleOf(project.incumbents, links).filter((name) => isFree(name) && isFit(name));
  const fillers = incumbents.length < 2 ? project.reviewers : [];
  return { incumbents, others: peopleOf([...project.stewards, ...fillers], links).filter(isFree) };
}

/** Who would hold ADMIN if this grant did not. */
export function otherAdmins({ state, context }: GrantCase): string[] {
  const admins = peopleOf(context.project.holders.ADMIN, context.links);
  return admins.filter((name) => !context.links.areOne(name, state.candidate));
}
