import { Injectable } from '@nestjs/common';
import { IdentityQueries } from '#libs/identity';
import { Config } from '#platform/config';
import { ForeignHttp, TxtRecords } from '#platform/outbound';
import { CatalogQueries } from '../catalog.queries.js';
import {
  CLAIM_METHODS,
  ProofMissing,
  type ClaimFailure,
  type ClaimMethod,
  type ClaimQuestion,
  type ClaimedProject,
  type ProofOffer,
  type ProofReader,
} from './claim-method.js';
import { DnsTxtProof } from './dns-txt.proof.js';
import { ForgeOwnerProof } from './forge-owner.proof.js';
import { FundingJsonProof } from './funding-json.proof.js';
import { ProofHttp } from './proof-http.js';
import { RegistryOwnerProof } from './registry-owner.proof.js';
import { FUNDING_YML, REPOSITORY_FILE, RepositoryLineProof } from './repository-line.proof.js';

export interface ProofResult {
  /** Where the proof was found; null without one. */
  readonly method: ClaimMethod | null;
  readonly failure: ClaimFailure | null;
  readonly packageKey: string | null;
}

export interface OfferedProof extends ProofOffer {
  readonly method: ClaimMethod;
}

/** All methods, and which of them fit a project. Reads foreign hosts, so it is never called within a transaction. */
@Injectable()
export class ClaimProofs {
  private readonly readers: Readonly<Record<ClaimMethod, ProofReader>>;

  constructor(
    foreignHttp: ForeignHttp,
    records: TxtRecords,
    identities: IdentityQueries,
    catalogue: CatalogQueries,
    config: Config,
  ) {
    const http = new ProofHttp(foreignHttp);
    const origin = config.get('CLAIM_FILE_ORIGIN');
    this.readers = {
      REPOSITORY_FILE: new RepositoryLineProof(http, REPOSITORY_FILE, origin),
      FUNDING_YML: new RepositoryLineProof(http, FUNDING_YML, origin),
      FUNDING_JSON: new FundingJsonProof(http, origin),
      DNS_TXT: new DnsTxtProof(records),
      FORGE_OWNER: new ForgeOwnerProof(http, identities, config),
      REGISTRY_OWNER: new RegistryOwnerProof(http, catalogue, config),
    };
  }

  offered(project: ClaimedProject, line: string): readonly OfferedProof[] {
    return CLAIM_METHODS.flatMap((method) => {
      const offer = this.readers[method].offer(project, line);
      return offer ? [{ method, ...offer }] : [];
    });
  }

  /** Reads the place of one method, or, without one, of each that fits, until one proves the claim. */
  async find(question: ClaimQuestion, asked: ClaimMethod | null): Promise<ProofResult> {
    const methods = this.offered(question.project, question.line).map(({ method }) => method);
    const failures: ClaimFailure[] = [];
    for (const method of methods.filter((one) => asked === null || one === asked)) {
      const result = await this.read(question, method);
      if (result.failure === null) return result;
      failures.push(result.failure);
    }
    // A place that could not be read may hold the proof: the person should try again, not write a file anew.
    const failure = failures.includes('UNREACHABLE') ? 'UNREACHABLE' : (failures[0] ?? 'NOT_FOUND');
    return { method: null, failure, packageKey: null };
  }

  /**
   * For a claim that was proved: at its own place first, and then at every other. Why it fails is what its own place says, as
   * one of the others is often away.
   */
  async findAgain(question: ClaimQuestion, known: ClaimMethod | null): Promise<ProofResult> {
    if (known === null) return this.find(question, null);
    const own = await this.find(question, known);
    if (own.failure === null) return own;
    const other = await this.find(question, null);
    return other.failure === null ? other : own;
  }

  private async read(question: ClaimQuestion, method: ClaimMethod): Promise<ProofResult> {
    try {
      const { packageKey } = await this.readers[method].read(question);
      return { method, failure: null, packageKey };
    } catch (error) {
      if (!(error instanceof ProofMissing)) throw error;
      return { method: null, failure: error.failure, packageKey: null };
    }
  }
}
