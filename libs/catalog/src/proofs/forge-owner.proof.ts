import type { IdentityQueries } from '#libs/identity';
import type { Config } from '#platform/config';
import { repositoryOf, type Repository } from './addresses.js';
import {
  FOUND,
  ProofMissing,
  objectOf,
  parseObject,
  type ClaimQuestion,
  type ClaimedProject,
  type FoundProof,
  type ProofOffer,
  type ProofReader,
} from './claim-method.js';
import type { ProofHttp } from './proof-http.js';

const MAX_BYTES = 128 * 1024;

/**
 * The person signs in through GitHub as the account that owns the repository. Only for repositories of people: who of an
 * organisation is an owner is nothing that GitHub tells in public.
 */
export class ForgeOwnerProof implements ProofReader {
  constructor(
    private readonly http: ProofHttp,
    private readonly identities: IdentityQueries,
    private readonly config: Config,
  ) {}

  offer(project: ClaimedProject): ProofOffer | null {
    const repository = this.repositoryAtForge(project);
    return repository && { place: `${repository.host}/${repository.owner}`, text: null };
  }

  async read({ personId, project }: ClaimQuestion): Promise<FoundProof> {
    const repository = this.repositoryAtForge(project);
    const issuer = this.config.get('GITHUB_ORIGIN');
    // Who has no account there is not asked about: what GitHub answers without a token is little.
    if (!repository || !(await this.identities.holdsIdentity(personId, issuer, null)))
      throw new ProofMissing('NOT_FOUND');
    const { owner, name } = repository;
    const address = `${this.config.get('GITHUB_API_ORIGIN')}/repos/${owner}/${name}`;
    const answer = parseObject(await this.http.read(address, MAX_BYTES));
    const { id, type } = objectOf(answer.owner);
    // A login can be taken by somebody else; the number of the account cannot.
    const isHeld =
      String(answer.full_name).toLowerCase() === `${owner}/${name}` &&
      type === 'User' &&
      Number.isSafeInteger(id) &&
      (await this.identities.holdsIdentity(personId, issuer, String(id)));
    if (!isHeld) throw new ProofMissing('WRONG_CONTENT');
    return FOUND;
  }

  /** Null when people cannot sign in through GitHub, or the repository lies elsewhere. */
  private repositoryAtForge({ repositoryUrl }: ClaimedProject): Repository | null {
    if (this.config.get('GITHUB_CLIENT_ID') === undefined) return null;
    const repository = repositoryOf(repositoryUrl);
    return repository?.host === new URL(this.config.get('GITHUB_ORIGIN')).hostname ? repository : null;
  }
}
