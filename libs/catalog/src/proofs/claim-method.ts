import type { Id } from '#platform/kernel';

/** How control over a project can be shown, in the order in which places are read. */
export const CLAIM_METHODS = [
  'REPOSITORY_FILE',
  'FUNDING_YML',
  'FUNDING_JSON',
  'DNS_TXT',
  'FORGE_OWNER',
  'REGISTRY_OWNER',
] as const;
export type ClaimMethod = (typeof CLAIM_METHODS)[number];

/** Why a proof was not found. */
export type ClaimFailure = 'NOT_FOUND' | 'WRONG_CONTENT' | 'UNREACHABLE';

/** What a method shows: that somebody may write to the repository, runs its site, owns it at the forge, or publishes it. */
export type ProofKind = 'repository' | 'site' | 'owner' | 'publisher';

const KINDS: Readonly<Record<ClaimMethod, ProofKind>> = {
  REPOSITORY_FILE: 'repository',
  FUNDING_YML: 'repository',
  FUNDING_JSON: 'site',
  DNS_TXT: 'site',
  FORGE_OWNER: 'owner',
  REGISTRY_OWNER: 'publisher',
};

/** Claims from the time before methods were kept were proved in the repository. */
export function proofKind(method: ClaimMethod | null): ProofKind {
  return method === null ? 'repository' : KINDS[method];
}

/** A claim and what it is about, as far as proofs need to know. */
export interface ClaimQuestion {
  readonly personId: Id<'usr'>;
  /** The text that a proof has to hold. It names the claim, so a token of another claim proves nothing. */
  readonly line: string;
  readonly project: ClaimedProject;
}

export interface ClaimedProject {
  readonly id: Id<'prj'>;
  /** Lower case, without a trailing `.git`. */
  readonly repositoryUrl: string;
  readonly homepageUrl: string | null;
}

/** Where a proof goes and what has to stand there, for people. */
export interface ProofOffer {
  /** A path of the repository, a name of the domain system, or what is asked about. */
  readonly place: string;
  /** Null for what is read elsewhere and not written. */
  readonly text: string | null;
}

export interface FoundProof {
  /** Key of the package that its publisher proved, and that the repository declares. */
  readonly packageKey: string | null;
}

/** One method. */
export interface ProofReader {
  /** Null when the method does not fit the project. */
  offer(project: ClaimedProject, line: string): ProofOffer | null;
  /** @throws ProofMissing when it is not there, or its place cannot be read */
  read(question: ClaimQuestion): Promise<FoundProof>;
}

export class ProofMissing extends Error {
  constructor(readonly failure: ClaimFailure) {
    super(failure);
    this.name = 'ProofMissing';
  }
}

export const FOUND: FoundProof = { packageKey: null };

export function claimLine(claimId: string, token: string): string {
  return `mainstay-claim ${claimId} ${token}`;
}

/** Whether a line of the text is exactly this one. */
export function hasLine(text: string, line: string): boolean {
  return text.split(/\r?\n/).some((candidate) => candidate.trim() === line);
}

/** A claim may ask for an object of a foreign document; anything else is an empty one. */
export type Json = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** @throws ProofMissing for what is no JSON object */
export function parseObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // What cannot be parsed proves as little as what is of another form.
  }
  throw new ProofMissing('WRONG_CONTENT');
}
