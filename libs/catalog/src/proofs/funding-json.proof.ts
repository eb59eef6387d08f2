import { rawRoot, siteAddress } from './addresses.js';
import {
  FOUND,
  ProofMissing,
  parseObject,
  type ClaimQuestion,
  type ClaimedProject,
  type FoundProof,
  type ProofOffer,
  type ProofReader,
} from './claim-method.js';
import { LISTING, listedManifests, manifestProves, type ManifestQuestion } from './funding-json.rules.js';
import type { ProofHttp } from './proof-http.js';

const MANIFEST = 'funding.json';
/** As the portal of FLOSS/fund takes them. */
const MAX_MANIFEST_BYTES = 320 * 1024;
const MAX_LISTING_BYTES = 32 * 1024;
/** Of a listing; each is a request to a host that somebody named. */
const MAX_READ = 3;

/** A manifest by its address, and the question that it has to answer. */
type Candidate = Omit<ManifestQuestion, 'line'>;

/**
 * A funding manifest that vouches for the project and has a channel with the line. It lies in the repository, under the
 * homepage, or at an address that the repository lists.
 */
export class FundingJsonProof implements ProofReader {
  constructor(
    private readonly http: ProofHttp,
    private readonly origin: string | undefined,
  ) {}

  offer({ repositoryUrl, homepageUrl }: ClaimedProject, line: string): ProofOffer | null {
    const places = [
      ...(rawRoot(repositoryUrl, this.origin) === null ? [] : [MANIFEST, LISTING]),
      ...(homepageUrl === null ? [] : [underHomepage(homepageUrl)]),
    ];
    return places.length === 0 ? null : { place: places.join(', '), text: line };
  }

  async read({ project, line }: ClaimQuestion): Promise<FoundProof> {
    const failures: ProofMissing[] = [];
    for (const [address, candidate] of await this.candidates(project)) {
      try {
        const manifest = parseObject(await this.http.read(address, MAX_MANIFEST_BYTES));
        if (manifestProves(manifest, { line, ...candidate })) return FOUND;
        failures.push(new ProofMissing('WRONG_CONTENT'));
      } catch (error) {
        if (!(error instanceof ProofMissing)) throw error;
        failures.push(error);
      }
    }
    throw worst(failures);
  }

  /** Pairs of the address to read and of what is asked there. */
  private async candidates(project: ClaimedProject): Promise<readonly (readonly [string, Candidate])[]> {
    const { repositoryUrl, homepageUrl } = project;
    const root = rawRoot(repositoryUrl, this.origin);
    const ofRepository = (manifestUrl: string): Candidate => ({
      manifestUrl,
      field: 'repositoryUrl',
      claimed: repositoryUrl,
    });
    const found: (readonly [string, Candidate])[] = [];
    if (homepageUrl !== null) {
      const manifestUrl = underHomepage(homepageUrl);
      const candidate: Candidate = { manifestUrl, field: 'webpageUrl', claimed: homepageUrl };
      found.push([siteAddress(manifestUrl, this.origin), candidate]);
    }
    if (root !== null) {
      // What lies in the repository is as if it lay at the address of the repository.
      found.push([`${root}/${MANIFEST}`, ofRepository(`${repositoryUrl}/${MANIFEST}`)]);
      const listing = await this.http.find(`${root}/${LISTING}`, MAX_LISTING_BYTES);
      for (const manifestUrl of listedManifests(listing ?? '').slice(0, MAX_READ))
        found.push([siteAddress(manifestUrl, this.origin), ofRepository(manifestUrl)]);
    }
    return found;
  }
}

function underHomepage(homepageUrl: string): string {
  return new URL(MANIFEST, homepageUrl.endsWith('/') ? homepageUrl : `${homepageUrl}/`).href;
}

/** What tells most: a place that cannot be read may hold the proof, and one with other content is the one that was meant. */
function worst(failures: readonly ProofMissing[]): ProofMissing {
  const [first] = (['UNREACHABLE', 'WRONG_CONTENT'] as const).flatMap((failure) =>
    failures.filter((missing) => missing.failure === failure),
  );
  return first ?? new ProofMissing('NOT_FOUND');
}
