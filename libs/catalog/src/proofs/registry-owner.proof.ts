import type { Config } from '#platform/config';
import type { CatalogQueries } from '../catalog.queries.js';
import { rawRoot } from './addresses.js';
import {
  ProofMissing,
  parseObject,
  type ClaimQuestion,
  type ClaimedProject,
  type FoundProof,
  type ProofOffer,
  type ProofReader,
} from './claim-method.js';
import type { ProofHttp } from './proof-http.js';
import { REGISTRIES, pointsBack, type RegistryRules } from './registry-owner.rules.js';

const MAX_DECLARATION_BYTES = 256 * 1024;
/** Metadata that name every file of every version are long. */
const MAX_METADATA_BYTES = 4 * 1024 * 1024;

/**
 * The newest version of a package carries the line, which only its publishers can do. What the registry says about its
 * repository is free text, so the repository has to declare the package as well, and the catalogue has to lead from the one to
 * the other: nobody gets a foreign project by publishing a package that names it.
 */
export class RegistryOwnerProof implements ProofReader {
  constructor(
    private readonly http: ProofHttp,
    private readonly catalogue: CatalogQueries,
    private readonly config: Config,
  ) {}

  offer({ repositoryUrl }: ClaimedProject, line: string): ProofOffer | null {
    const registries = this.registries();
    if (registries.length === 0 || rawRoot(repositoryUrl, this.config.get('CLAIM_FILE_ORIGIN')) === null) return null;
    return { place: registries.map(({ rules }) => rules.type).join(', '), text: line };
  }

  async read(question: ClaimQuestion): Promise<FoundProof> {
    const root = rawRoot(question.project.repositoryUrl, this.config.get('CLAIM_FILE_ORIGIN'));
    if (root === null) throw new ProofMissing('NOT_FOUND');
    let failure = new ProofMissing('NOT_FOUND');
    for (const { rules, origin } of this.registries()) {
      try {
        return await this.readAt(question, { rules, origin, root });
      } catch (error) {
        if (!(error instanceof ProofMissing)) throw error;
        if (error.failure !== 'NOT_FOUND') failure = error;
      }
    }
    throw failure;
  }

  private async readAt(
    { line, project }: ClaimQuestion,
    { rules, origin, root }: Registry & { readonly root: string },
  ): Promise<FoundProof> {
    const name = rules.declaredName(await this.http.read(`${root}/${rules.declaration}`, MAX_DECLARATION_BYTES));
    if (name === null) throw new ProofMissing('WRONG_CONTENT');
    const packageKey = rules.key(name);
    if (!(await this.catalogue.isPackageOf(packageKey, project.id))) throw new ProofMissing('WRONG_CONTENT');
    const metadata = parseObject(await this.http.read(`${origin}${rules.path(name)}`, MAX_METADATA_BYTES));
    if (!rules.holds(metadata, line) || !pointsBack(rules, metadata, project.repositoryUrl))
      throw new ProofMissing('WRONG_CONTENT');
    return { packageKey };
  }

  private registries(): readonly Registry[] {
    return this.config.get('PACKAGE_REGISTRIES').flatMap(({ type, origin }) => {
      const rules = REGISTRIES.find((known) => known.type === type);
      return rules === undefined ? [] : [{ rules, origin }];
    });
  }
}

interface Registry {
  readonly rules: RegistryRules;
  readonly origin: string;
}
