import { TxtRecordsError, type TxtRecords } from '#platform/outbound';
import { ownDomains } from './addresses.js';
import {
  FOUND,
  ProofMissing,
  type ClaimQuestion,
  type ClaimedProject,
  type FoundProof,
  type ProofOffer,
  type ProofReader,
} from './claim-method.js';

/**
 * A TXT record beside the own domain of the project. The name is exactly that of the host: who has a domain does not speak for
 * those below it.
 */
export class DnsTxtProof implements ProofReader {
  constructor(private readonly records: TxtRecords) {}

  offer(project: ClaimedProject, line: string): ProofOffer | null {
    const names = challengesOf(project);
    return names.length === 0 ? null : { place: names.join(', '), text: line };
  }

  async read({ project, line }: ClaimQuestion): Promise<FoundProof> {
    let failure: ProofMissing = new ProofMissing('NOT_FOUND');
    for (const name of challengesOf(project)) {
      try {
        if ((await this.records.at(name)).includes(line)) return FOUND;
        failure = new ProofMissing('WRONG_CONTENT');
      } catch (error) {
        if (!(error instanceof TxtRecordsError)) throw error;
        if (error.reason === 'UNREACHABLE') throw new ProofMissing('UNREACHABLE');
      }
    }
    throw failure;
  }
}

function challengesOf({ repositoryUrl, homepageUrl }: ClaimedProject): readonly string[] {
  return ownDomains(repositoryUrl, homepageUrl).map((domain) => `_mainstay-challenge.${domain}`);
}
