import { ClaimChecks } from '#libs/catalog';
import { parseId } from '#platform/kernel';
import { DnsServer } from './dns-server.js';
import { ForeignOrigin } from './foreign-origin.js';
import { givenProject, key } from './given.js';
import { TestApi, type Caller } from './test-api.js';

const CLAIM = `claim { id status method failureCode provedAt contestableUntil verifiedAt nextCheckAt proofMissingSince
  contestReason resolution resolutionReason file { path line } proofs { method place line instructions } }`;
const PROJECT_CLAIM = `projectClaim { id status method contestReason resolution resolutionReason claimant { id } contester { id } }`;

export interface ClaimProof {
  readonly method: string;
  readonly place: string;
  readonly line: string | null;
}

export interface OwnClaim {
  readonly id: string;
  readonly status: string;
  readonly method: string | null;
  readonly failureCode: string | null;
  readonly file: { readonly path: string; readonly line: string };
  readonly proofs: readonly ClaimProof[];
}

export interface GivenClaimProject {
  readonly projectId: string;
  readonly repository: string;
  readonly packageKeys: readonly string[];
}

/** An API whose claims are read from hosts, a forge, registries and a resolver that the test fills. */
export class ClaimRig {
  private constructor(
    readonly api: TestApi,
    readonly hosts: ForeignOrigin,
    readonly dns: DnsServer,
  ) {}

  static async start(): Promise<ClaimRig> {
    const hosts = await ForeignOrigin.start();
    const dns = await DnsServer.start();
    const api = await TestApi.start({
      CLAIM_FILE_ORIGIN: hosts.origin,
      FOREIGN_HTTP_ALLOWED_ORIGINS: hosts.origin,
      GITHUB_CLIENT_ID: 'claims',
      GITHUB_CLIENT_SECRET: 'client-secret-of-claims',
      GITHUB_API_ORIGIN: hosts.origin,
      PACKAGE_REGISTRIES: `npm=${hosts.origin},pypi=${hosts.origin}`,
      DNS_SERVERS: dns.address,
    });
    return new ClaimRig(api, hosts, dns);
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.hosts.stop();
    await this.dns.stop();
  }

  async givenProject(
    facts: { readonly host?: string; readonly homepageUrl?: string; readonly packageKeys?: readonly string[] } = {},
  ): Promise<GivenClaimProject> {
    const repository = `https://${facts.host ?? 'github.com'}/library/${key()}`;
    const packageKeys = facts.packageKeys ?? [`npm/library-${key()}`];
    const { homepageUrl = null } = facts;
    const projectId = await givenProject(this.api, repository, { keys: packageKeys, homepageUrl });
    return { projectId, repository, packageKeys };
  }

  async claimed({ projectId }: GivenClaimProject, person: Caller): Promise<OwnClaim> {
    const { claim } = await this.own('claimProject', { projectId }, person);
    return claim!;
  }

  /** Asks for the check, of one method or of all, and waits for it. */
  async checked({ id: claimId }: OwnClaim, person: Caller, method?: string): Promise<OwnClaim> {
    await this.own('checkClaim', { claimId, ...(method === undefined ? {} : { method }) }, person);
    await this.api.settle();
    return this.seen(claimId, person);
  }

  /** A claim that was proved with the file of its own. */
  async proved(project: GivenClaimProject, person: Caller): Promise<OwnClaim> {
    const claim = await this.claimed(project, person);
    this.commit(project, claim);
    return this.checked(claim, person);
  }

  /** The file of the claim; other lines of it stay. */
  commit({ repository }: GivenClaimProject, ...claims: readonly OwnClaim[]): void {
    this.hosts.put(`${repository}/.mainstay/claim.txt`, claims.map(({ file }) => `${file.line}\n`).join(''));
  }

  async seen(id: string, person: Caller): Promise<OwnClaim> {
    const answer = await this.api.gql(
      `query ($id: ID!) { ${CLAIM.replace('claim', 'claim(id: $id)')} }`,
      { id },
      person,
    );
    return answer.data!.claim as OwnClaim;
  }

  own(name: string, input: object, person: Caller) {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    return this.api.mutate<{ claim: OwnClaim | null }>(name, type, CLAIM, input, person);
  }

  /** Refusals and the claim as others see it. */
  decide(name: 'confirmClaim' | 'contestClaim' | 'resolveClaim', input: object, person: Caller) {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    return this.api.mutate<{ projectClaim: Readonly<Record<string, unknown>> | null }>(
      name,
      type,
      PROJECT_CLAIM,
      input,
      person,
    );
  }

  /** Whether the person may act for the project: what createNeed says. */
  async maintains({ projectId }: GivenClaimProject, person: Caller): Promise<boolean> {
    const input = {
      projectId,
      kind: 'FUNDING',
      title: 'Servers',
      summary: 'Why',
      goal: { minor: '100', currency: 'USD' },
      idempotencyKey: key(),
    };
    const { userErrors } = await this.api.mutate('createNeed', 'CreateNeedInput', 'need { id }', input, person);
    if (userErrors.some(({ code }) => code !== 'NOT_MAINTAINER')) throw new Error(JSON.stringify(userErrors));
    return userErrors.length === 0;
  }

  /** Notices about claims in somebody's inbox, oldest first. */
  async notices({ personId }: Caller): Promise<string[]> {
    const rows = await this.api.database.asOwner<{ template: string }>(
      `SELECT template FROM notification WHERE person_id = $1 AND template ~ '^(claim_|operator_claim)' ORDER BY created_at, id`,
      [parseId('usr', personId)],
    );
    return rows.map(({ template }) => template);
  }

  async confidence(packageKey: string | undefined): Promise<number | undefined> {
    const [row] = await this.api.database.asOwner<{ confidence: number }>(
      'SELECT confidence FROM package_link WHERE purl_key = $1',
      [packageKey],
    );
    return row?.confidence;
  }

  /** The jobs of checks that were asked for, all at the same time. */
  async runChecksAtOnce(claims: readonly OwnClaim[]): Promise<void> {
    const checks = this.api.app.get(ClaimChecks);
    await Promise.all(claims.map(({ id }) => checks.check(parseId('clm', id))));
  }

  /** The same message twice, at the same time, and what follows from it. */
  async recheckTwice({ id }: OwnClaim): Promise<void> {
    const checks = this.api.app.get(ClaimChecks);
    await Promise.all([checks.recheck(parseId('clm', id)), checks.recheck(parseId('clm', id))]);
    await this.api.settle();
  }
}
