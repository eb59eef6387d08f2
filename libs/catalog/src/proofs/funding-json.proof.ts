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

/** The address at which a manifest is read, and the question that it has to answer. */
type Candidate = readonly [string, Omit<ManifestQuestion, 'line'>];

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
    for (const candidates of [() => this.own(project), () => this.listed(project)]) {
      try {
        for (const candidate of await candidates()) {
          const failure = await this.failureOf(candidate, line);
          if (failure === null) return FOUND;
          failures.push(failure);
        }
      } catch (error) {
        if (!(error instanceof ProofMissing)) throw error;
        failures.push(error);
      }
    }
    throw worst(failures);
  }

  /** Null when the manifest proves the claim. */
  private async failureOf([address, candidate]: Candidate, line: string): Promise<ProofMissing | null> {
    try {
      const manifest = parseObject(await this.http.read(address, MAX_MANIFEST_BYTES));
      return manifestProves(manifest, { line, ...candidate }) ? null : new ProofMissing('WRONG_CONTENT');
    } catch (error) {
      if (!(error instanceof ProofMissing)) throw error;
      return error;
    }
  }

  private own({ repositoryUrl, homepageUrl }: ClaimedProject): Promise<readonly Candidate[]> {
    const root = rawRoot(repositoryUrl, this.origin);
    const found: Candidate[] = [];
    if (homepageUrl !== null) {
      const manifestUrl = underHomepage(homepageUrl);
      const address = siteAddress(manifestUrl, this.origin);
      found.push([address, { manifestUrl, field: 'webpageUrl', claimed: homepageUrl }]);
    }
    // What lies in the repository is as if it lay at the address of the repository.
    if (root !== null) found.push([`${root}/${MANIFEST}`, ofRepository(repositoryUrl, `${repositoryUrl}/${MANIFEST}`)]);
    return Promise.resolve(found);
  }

  private async listed({ repositoryUrl }: ClaimedProject): Promise<readonly Candidate[]> {
    const root = rawRoot(repositoryUrl, this.origin);
    const listing = root === null ? null : await this.http.find(`${root}/${LISTING}`, MAX_LISTING_BYTES);
    return listedManifests(listing ?? '')
      .slice(0, MAX_READ)
      .map((manifestUrl) => [siteAddress(manifestUrl, this.origin), ofRepository(repositoryUrl, manifestUrl)]);
  }
}

function ofRepository(repositoryUrl: string, manifestUrl: string): Candidate[1] {
  return { manifestUrl, field: 'repositoryUrl', claimed: repositoryUrl };
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
