import { rawRoot } from './addresses.js';
import {
  FOUND,
  ProofMissing,
  hasLine,
  type ClaimQuestion,
  type ClaimedProject,
  type FoundProof,
  type ProofOffer,
  type ProofReader,
} from './claim-method.js';
import type { ProofHttp } from './proof-http.js';

/** A file of the default branch with a line in it. */
export interface LinePlace {
  readonly path: string;
  readonly maxBytes: number;
  readonly written: (line: string) => string;
}

export const CLAIM_FILE = '.mainstay/claim.txt';
export const REPOSITORY_FILE: LinePlace = { path: CLAIM_FILE, maxBytes: 4_096, written: (line) => line };
/** A comment: whatever else reads the file is not disturbed by it. */
export const FUNDING_YML: LinePlace = {
  path: '.github/FUNDING.yml',
  maxBytes: 16_384,
  written: (line) => `# ${line}`,
};

/** Shows that somebody may write to the default branch, or had a change merged there. */
export class RepositoryLineProof implements ProofReader {
  constructor(
    private readonly http: ProofHttp,
    private readonly place: LinePlace,
    private readonly origin: string | undefined,
  ) {}

  offer({ repositoryUrl }: ClaimedProject, line: string): ProofOffer | null {
    if (rawRoot(repositoryUrl, this.origin) === null) return null;
    return { place: this.place.path, text: this.place.written(line) };
  }

  async read({ project, line }: ClaimQuestion): Promise<FoundProof> {
    const root = rawRoot(project.repositoryUrl, this.origin);
    if (root === null) throw new ProofMissing('NOT_FOUND');
    const text = await this.http.read(`${root}/${this.place.path}`, this.place.maxBytes);
    if (!hasLine(text, this.place.written(line))) throw new ProofMissing('WRONG_CONTENT');
    return FOUND;
  }
}
