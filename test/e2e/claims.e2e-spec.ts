/** Where the proof of a claim may lie, and what is no proof. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IdentitiesService } from '#libs/identity';
import { newId, parseId } from '#platform/kernel';
import { ClaimRig, type GivenClaimProject, type OwnClaim } from '../support/claim-rig.js';
import { key } from '../support/given.js';
import type { Caller } from '../support/test-api.js';

let rig: ClaimRig;
let person: Caller;
beforeAll(async () => {
  rig = await ClaimRig.start();
}, 60_000);
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.api.refillBuckets();
  rig.hosts.status = null;
  rig.dns.isBroken = false;
  person = await rig.api.givenPerson(key());
});

async function decisions({ id }: OwnClaim): Promise<unknown[]> {
  return rig.api.database.asOwner(
    `SELECT canonical::jsonb ->> 'action' AS action, canonical::jsonb -> 'facts' ->> 'method' AS method
       FROM audit_entry WHERE subject = $1 AND canonical::jsonb ->> 'action' IN ('verify', 'reject') ORDER BY seq`,
    [`claim:${parseId('clm', id)}`],
  );
}

const placeOf = ({ proofs }: OwnClaim, method: string): string | undefined =>
  proofs.find((proof) => proof.method === method)?.place;

describe('in the repository', () => {
  let project: GivenClaimProject;
  let claim: OwnClaim;
  const funding = (): string => `${project.repository}/.github/FUNDING.yml`;
  beforeEach(async () => {
    project = await rig.givenProject();
    claim = await rig.claimed(project, person);
  });

  it('a file of its own proves a claim', async () => {
    rig.commit(project, claim);
    expect(await rig.checked(claim, person)).toMatchObject({
      status: 'VERIFIED',
      method: 'REPOSITORY_FILE',
      failureCode: null,
    });
    expect(await decisions(claim)).toEqual([{ action: 'verify', method: 'REPOSITORY_FILE' }]);
    expect(await rig.notices(person)).toEqual(['claim_verified']);
  });

  it('a comment in FUNDING.yml proves a claim, also when the file of its own is an old one', async () => {
    rig.hosts.put(`${project.repository}/${claim.file.path}`, 'mainstay-claim of somebody before');
    rig.hosts.put(funding(), `github: [library]\r\n# ${claim.file.line}\r\n`);
    expect(await rig.checked(claim, person)).toMatchObject({ status: 'VERIFIED', method: 'FUNDING_YML' });
    expect(await decisions(claim)).toEqual([{ action: 'verify', method: 'FUNDING_YML' }]);
  });

  it.each([
    ['the line of another claim', (line: string) => `# ${line.replace(/.$/, 'x')}`],
    ['a line that is no comment', (line: string) => line],
    ['the line within a longer one', (line: string) => `github: library # ${line}`],
  ])('%s in FUNDING.yml proves nothing, and the file may be mended', async (_case, written) => {
    rig.hosts.put(funding(), written(claim.file.line));
    expect(await rig.checked(claim, person, 'FUNDING_YML')).toMatchObject({
      status: 'OPEN',
      failureCode: 'WRONG_CONTENT',
    });
    expect(await decisions(claim)).toEqual([{ action: 'reject', method: null }]);
    rig.hosts.put(funding(), `# ${claim.file.line}`);
    expect(await rig.checked(claim, person)).toMatchObject({ status: 'VERIFIED' });
  });

  it('a place that cannot be read is told, whatever the others hold', async () => {
    rig.hosts.put(funding(), 'x'.repeat(16_385));
    expect(await rig.checked(claim, person)).toMatchObject({ status: 'OPEN', failureCode: 'UNREACHABLE' });
  });

  it('only the place that was asked for is read', async () => {
    rig.hosts.put(funding(), `# ${claim.file.line}`);
    expect(await rig.checked(claim, person, 'REPOSITORY_FILE')).toMatchObject({
      status: 'OPEN',
      method: 'REPOSITORY_FILE',
      failureCode: 'NOT_FOUND',
    });
  });

  it('a method without a place is refused', async () => {
    const { userErrors } = await rig.own('checkClaim', { claimId: claim.id, method: 'DNS_TXT' }, person);
    expect(userErrors).toEqual([{ code: 'CLAIM_METHOD_NOT_OFFERED' }]);
  });
});

describe('a funding manifest', () => {
  const manifest = (line: string, project: object): object => ({
    version: 'v1.1.0',
    entity: { type: 'individual', role: 'owner', name: 'Grace' },
    projects: [{ guid: 'library', name: 'library', ...project }],
    funding: { channels: [{ guid: 'mainstay', type: 'other', address: '', description: line }], plans: [] },
  });
  const listed = (repository: string) => `${repository}/.well-known/funding-manifest-urls`;

  it('at the root of the repository proves a claim', async () => {
    const project = await rig.givenProject();
    const claim = await rig.claimed(project, person);
    expect(placeOf(claim, 'FUNDING_JSON')).toBe('funding.json, .well-known/funding-manifest-urls');
    const { repository } = project;
    rig.hosts.put(`${repository}/funding.json`, manifest(claim.file.line, { repositoryUrl: { url: repository } }));
    expect(await rig.checked(claim, person)).toMatchObject({ status: 'VERIFIED', method: 'FUNDING_JSON' });
  });

  it('elsewhere proves a claim when the repository lists it and the manifest says so', async () => {
    const project = await rig.givenProject();
    const { repository } = project;
    const claim = await rig.claimed(project, person);
    const elsewhere = `https://${key()}.example/funding.json`.replaceAll('_', '-');
    const wellKnown = `${repository}/blob/main/.well-known/funding-manifest-urls`;
    const claimed = (target: object) => manifest(claim.file.line, { repositoryUrl: { url: repository, ...target } });
    rig.hosts.put(elsewhere, claimed({ wellKnown }));
    expect(await rig.checked(claim, person, 'FUNDING_JSON')).toMatchObject({ failureCode: 'NOT_FOUND' });
    rig.hosts.put(listed(repository), `# ours\nhttps://other.example/funding.json\n${elsewhere}\n`);
    rig.hosts.put(elsewhere, claimed({}));
    expect(await rig.checked(claim, person, 'FUNDING_JSON')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
    rig.hosts.put(elsewhere, claimed({ wellKnown }));
    expect(await rig.checked(claim, person, 'FUNDING_JSON')).toMatchObject({ status: 'VERIFIED' });
  });

  it('under the homepage proves a claim, and not for another page of the host', async () => {
    const homepageUrl = `https://${key()}.example/library`.replaceAll('_', '-');
    const project = await rig.givenProject({ homepageUrl });
    const claim = await rig.claimed(project, person);
    const of = (url: string) => manifest(claim.file.line, { webpageUrl: { url } });
    rig.hosts.put(`${homepageUrl}/funding.json`, of(homepageUrl.replace('library', 'other')));
    expect(await rig.checked(claim, person, 'FUNDING_JSON')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
    rig.hosts.put(`${homepageUrl}/funding.json`, of(homepageUrl));
    expect(await rig.checked(claim, person, 'FUNDING_JSON')).toMatchObject({ status: 'VERIFIED' });
  });

  it('of a foreign project, of another version or of Drips proves nothing', async () => {
    const project = await rig.givenProject();
    const { repository } = project;
    const claim = await rig.claimed(project, person);
    const good = manifest(claim.file.line, { repositoryUrl: { url: repository } });
    for (const document of [
      manifest(claim.file.line, { repositoryUrl: { url: `${repository}-2` } }),
      { ...good, version: 'v2.0.0' },
      { ...good, funding: { channels: [] } },
      { drips: { ethereum: { ownedBy: '0x1' } } },
      'docs/funding.json',
    ]) {
      rig.hosts.put(`${repository}/funding.json`, document);
      expect(await rig.checked(claim, person, 'FUNDING_JSON')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
    }
  });
});

describe('a TXT record', () => {
  const domain = () => `${key().slice(-12)}.example`;

  it('beside the domain of the homepage proves a claim', async () => {
    const name = domain();
    const project = await rig.givenProject({ homepageUrl: `https://${name}/` });
    const claim = await rig.claimed(project, person);
    expect(placeOf(claim, 'DNS_TXT')).toBe(`_mainstay-challenge.${name}`);
    expect(await rig.checked(claim, person, 'DNS_TXT')).toMatchObject({ failureCode: 'NOT_FOUND' });
    rig.dns.put(`_mainstay-challenge.${name}`, ['v=spf1 -all', `${claim.file.line} `]);
    expect(await rig.checked(claim, person, 'DNS_TXT')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
    rig.dns.put(`_mainstay-challenge.${name}`, ['v=spf1 -all', claim.file.line]);
    expect(await rig.checked(claim, person)).toMatchObject({ status: 'VERIFIED', method: 'DNS_TXT' });
  });

  it('beside an own host of code proves a claim; a resolver that is broken is told', async () => {
    const name = domain();
    const project = await rig.givenProject({ host: name });
    const claim = await rig.claimed(project, person);
    rig.dns.isBroken = true;
    expect(await rig.checked(claim, person, 'DNS_TXT')).toMatchObject({ failureCode: 'UNREACHABLE' });
    rig.dns.isBroken = false;
    rig.dns.put(`_mainstay-challenge.${name}`, [claim.file.line]);
    expect(await rig.checked(claim, person, 'DNS_TXT')).toMatchObject({ status: 'VERIFIED' });
  });

  it('beside the domain above, or beside a host that everybody shares, proves nothing', async () => {
    const name = domain();
    const project = await rig.givenProject({ homepageUrl: `https://library.${name}/` });
    const claim = await rig.claimed(project, person);
    for (const host of [name, 'github.com']) rig.dns.put(`_mainstay-challenge.${host}`, [claim.file.line]);
    expect(await rig.checked(claim, person, 'DNS_TXT')).toMatchObject({ failureCode: 'NOT_FOUND' });
  });
});

describe('the owner at the forge', () => {
  const NUMBER = 4_711;
  let project: GivenClaimProject;
  let claim: OwnClaim;
  const answer = (owner: object, change: object = {}): void => {
    const path = new URL(project.repository).pathname;
    rig.hosts.put(`/repos${path}`, { full_name: path.slice(1).replace('library', 'Library'), owner, ...change });
  };
  const link = (subject: string, issuer = 'https://github.com'): Promise<void> => {
    const personId = parseId('usr', person.personId);
    const principal = {
      kind: 'person',
      personId,
      sessionId: newId<'ses'>(),
      memberships: [],
      operatorRights: [],
    } as const;
    return rig.api.app.get(IdentitiesService).link(principal, { issuer, subject, displayName: 'grace' });
  };
  beforeEach(async () => {
    await rig.api.database.asOwner('DELETE FROM external_identity WHERE issuer = $1', ['https://github.com']);
    project = await rig.givenProject();
    claim = await rig.claimed(project, person);
  });

  it('is who signs in through it with the number of the owner', async () => {
    answer({ id: NUMBER, login: 'library', type: 'User' });
    expect(await rig.checked(claim, person, 'FORGE_OWNER')).toMatchObject({ failureCode: 'NOT_FOUND' });
    expect(rig.hosts.asked.filter((path) => path === `/repos${new URL(project.repository).pathname}`)).toEqual([]);
    await link(String(NUMBER));
    expect(await rig.checked(claim, person, 'FORGE_OWNER')).toMatchObject({
      status: 'VERIFIED',
      method: 'FORGE_OWNER',
    });
  });

  it.each([
    ['somebody else', { id: NUMBER + 1, login: 'library', type: 'User' }, {}],
    ['an organisation', { id: NUMBER, login: 'library', type: 'Organization' }, {}],
    ['nobody', null, {}],
    ['of another repository', { id: NUMBER, type: 'User' }, { full_name: 'library/other' }],
  ])('is not %s', async (_case, owner, change) => {
    answer(owner as object, change);
    await link(String(NUMBER));
    expect(await rig.checked(claim, person, 'FORGE_OWNER')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
  });

  it('is not who has the same number at another provider', async () => {
    answer({ id: NUMBER, login: 'library', type: 'User' });
    await link(String(NUMBER), 'https://id.example');
    expect(await rig.checked(claim, person, 'FORGE_OWNER')).toMatchObject({ failureCode: 'NOT_FOUND' });
  });
});

describe('a publisher', () => {
  const name = () => `library-${key().slice(-12)}`;

  it('of the package at npm proves a claim, and the link of the package with it', async () => {
    const [scope, bare] = [name(), name()];
    const packageKey = `npm/%40${scope}/${bare}`;
    const project = await rig.givenProject({ packageKeys: [packageKey, `npm/${name()}`] });
    const claim = await rig.claimed(project, person);
    const repository = { type: 'git', url: `git+${project.repository}.git` };
    rig.hosts.put(`${project.repository}/package.json`, { name: `@${scope}/${bare}` });
    const published = (document: object): void => rig.hosts.put(`/@${scope}/${bare}/latest`, document);
    published({ repository, mainstay: { claim: claim.file.line.replace(/.$/, 'x') } });
    expect(await rig.checked(claim, person, 'REGISTRY_OWNER')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
    published({ repository: { url: 'https://github.com/a/b' }, mainstay: { claim: claim.file.line } });
    expect(await rig.checked(claim, person, 'REGISTRY_OWNER')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
    published({ repository, mainstay: { claim: claim.file.line } });
    expect(await rig.checked(claim, person)).toMatchObject({ status: 'VERIFIED', method: 'REGISTRY_OWNER' });
    expect(await rig.confidence(packageKey)).toBe(100);
    expect(await rig.confidence(project.packageKeys[1])).toBe(60);
  });

  it('of the package at PyPI proves a claim', async () => {
    const bare = name();
    const project = await rig.givenProject({ packageKeys: [`pypi/${bare}`] });
    const claim = await rig.claimed(project, person);
    const written = bare.replace('library-', 'Library_');
    rig.hosts.put(`${project.repository}/pyproject.toml`, `[project]\nname = "${written}"\n`);
    const info = { keywords: `http,${claim.file.line}`, project_urls: { Source: `${project.repository}/` } };
    rig.hosts.put(`/pypi/${bare}/json`, { info });
    expect(await rig.checked(claim, person)).toMatchObject({ status: 'VERIFIED', method: 'REGISTRY_OWNER' });
    expect(await rig.confidence(`pypi/${bare}`)).toBe(100);
  });

  it('of a package that the repository does not declare gets nothing, whatever the registry says', async () => {
    const [real, squat] = [name(), name()];
    const project = await rig.givenProject({ packageKeys: [`npm/${real}`, `npm/${squat}`] });
    const claim = await rig.claimed(project, person);
    const document = { repository: project.repository, mainstay: { claim: claim.file.line } };
    rig.hosts.put(`/${squat}/latest`, document);
    rig.hosts.put(`${project.repository}/package.json`, { name: real });
    rig.hosts.put(`/${real}/latest`, { repository: project.repository });
    expect(await rig.checked(claim, person, 'REGISTRY_OWNER')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
  });

  it('of a package that the catalogue leads elsewhere gets nothing', async () => {
    const bare = name();
    await rig.givenProject({ packageKeys: [`npm/${bare}`] });
    const project = await rig.givenProject();
    const claim = await rig.claimed(project, person);
    rig.hosts.put(`${project.repository}/package.json`, { name: bare });
    rig.hosts.put(`/${bare}/latest`, { repository: project.repository, mainstay: { claim: claim.file.line } });
    expect(await rig.checked(claim, person, 'REGISTRY_OWNER')).toMatchObject({ failureCode: 'WRONG_CONTENT' });
  });
});
