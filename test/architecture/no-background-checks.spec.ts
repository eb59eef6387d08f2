import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
} from 'graphql';
import { describe, expect, it } from '@jest/globals';

/**
 * Neither the API nor the database has a place for what a background check would collect about a person who wants to help a project
 * (T-45 of the vetting design): no field, enum value, argument or upload. Words are looked for, and each use of one for something
 * else is named here with what it is.
 */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  'identity papers': [
    'passport',
    'passports',
    'visa',
    'ssn',
    'papers',
    'paper',
    'selfie',
    'portrait',
    'photo',
    'photos',
    'biometric',
    'biometrics',
    'document',
    'documents',
    'identity',
    'identities',
    'licence',
    'licences',
    'license',
    'licenses',
  ],
  'criminal record': [
    'criminal',
    'crime',
    'crimes',
    'conviction',
    'convictions',
    'police',
    'court',
    'courts',
    'background',
  ],
  'credit record': ['credit', 'credits', 'creditworthiness', 'debt', 'debts', 'solvency', 'salary', 'income'],
  nationality: [
    'nationality',
    'nationalities',
    'citizenship',
    'citizenships',
    'country',
    'countries',
    'birth',
    'birthday',
    'birthdate',
    'birthplace',
    'born',
    'ethnicity',
    'ethnic',
    'race',
    'religion',
    'gender',
    'sex',
  ],
  address: [
    'address',
    'addresses',
    'residence',
    'domicile',
    'street',
    'city',
    'zip',
    'postal',
    'postcode',
    'phone',
    'telephone',
  ],
  health: ['health', 'medical', 'diagnosis', 'illness', 'disability'],
  'verification of employers': ['employer', 'employers', 'employment', 'employed'],
};

/** What else a word is used for. A line that fits nothing any more is taken out. */
const MEANT_OTHERWISE: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /^GraphQL (BillingAddress\b|BillingAddressInput\b|BillingDetails\.address$|SetBillingDetailsInput\.address$)/,
    'the address that an organisation puts on its invoices',
  ],
  [/^GraphQL \w*(\.\w*)?(MailAddress|MAIL_ADDRESS|mailAddress)/, 'where mail is sent to'],
  [
    /^GraphQL (MailAddress\.(address|pendingAddress)|(InviteMemberByMail|SetMailAddress)Input\.address)$/,
    'where mail is sent to',
  ],
  [
    /^(table mail_address|column (invitation_mail|notification_delivery|mail_address)\.sealed_(previous_|pending_)?address)$/,
    'where mail is sent to',
  ],
  [/^column public_answer\.address$/, 'the URL of an answer from a public service'],
  [
    /^GraphQL (ApiScope\.IDENTITY_READ|(\w+\.)?\w*(BeginIdentityLink|UnlinkIdentity)\w*|Mutation\.(begin|un)\w*|LinkedIdentity|UnlinkIdentityInput\.identityId|UserErrorCode\.IDENTITY_\w+|Viewer\.identities)$/,
    'accounts that a person signs in with',
  ],
  [
    /^(table (external_identity|identity_link)|check authenticator_change_kind 'identity_\w+')$/,
    'accounts that a person signs in with',
  ],
  [
    /^GraphQL (DocumentConformance|DocumentQuality|Inventory\.documents|InventoryDocument|UploadProgress\.documents(Read)?)$/,
    'SBOMs and lockfiles of a product',
  ],
  [/^table (document_conformance|inventory_document)$/, 'SBOMs and lockfiles of a product'],
  [/^(GraphQL FundedProject\.licences|column project\.licence)$/, 'the licence of a project'],
  [/^GraphQL (FundingChannel\.address|FundingYear\.income)$/, 'what a project publishes about its own funding'],
  [
    /^(GraphQL (RecipientAccount|StartRecipientOnboardingInput)\.country|column recipient_account\.country)$/,
    'where a payee has the account that Stripe pays to; vetting does not see it',
  ],
  [/^GraphQL BankTransfer\.country$/, "where Mainstay's own bank account is"],
  [/^(GraphQL TrialBalanceLine\.credits|check ledger_account_kind_side 'credit')$/, 'a side of the books'],
];

interface Place {
  readonly coordinate: string;
  readonly name: string;
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase());
}

function placesOfType(type: GraphQLNamedType): Place[] {
  const own: Place = { coordinate: `GraphQL ${type.name}`, name: type.name };
  if (isEnumType(type))
    return [own, ...type.getValues().map(({ name }) => ({ coordinate: `GraphQL ${type.name}.${name}`, name }))];
  if (isInputObjectType(type))
    return [
      own,
      ...Object.keys(type.getFields()).map((name) => ({ coordinate: `GraphQL ${type.name}.${name}`, name })),
    ];
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  const fields = Object.values(type.getFields()).flatMap(({ name, args }) => [
    { coordinate: `GraphQL ${type.name}.${name}`, name },
    ...args.map((argument) => ({ coordinate: `GraphQL ${type.name}.${name}(${argument.name})`, name: argument.name })),
  ]);
  return [own, ...fields];
}

function placesOfApi(text: string): Place[] {
  const types = Object.values(buildSchema(text, { assumeValid: true }).getTypeMap());
  return types.filter(({ name }) => !name.startsWith('__')).flatMap(placesOfType);
}

/** Columns, and the texts that checks permit: statuses, kinds, purposes of uploads. */
function placesOfDatabase(text: string): Place[] {
  const columns = [...text.matchAll(/^column (\w+)\.(\w+) /gm)].flatMap(([, table, column]) => [
    { coordinate: `column ${table!}.${column!}`, name: column! },
    { coordinate: `table ${table!}`, name: table! },
  ]);
  const values = [...text.matchAll(/^(?:constraint|check) (\S+).*$/gim)].flatMap(([line, constraint]) =>
    [...line.matchAll(/'([A-Za-z_]+)'/g)].map(([, value]) => ({
      coordinate: `check ${constraint!} '${value!}'`,
      name: value!,
    })),
  );
  return [...columns, ...values];
}

function found(places: readonly Place[]): string[] {
  const words = new Set(Object.values(FORBIDDEN).flat());
  const hits = places.filter(({ name }) => wordsOf(name).some((word) => words.has(word)));
  return [...new Set(hits.map(({ coordinate }) => coordinate))];
}

const unexplained = (hits: readonly string[]) =>
  hits.filter((hit) => !MEANT_OTHERWISE.some(([pattern]) => pattern.test(hit)));
const read = (name: string) => readFile(join(import.meta.dirname, '../..', name), 'utf8');

const api = () => read('schema.graphql').then(placesOfApi);
const database = () => read('schema.sql').then(placesOfDatabase);

describe('what a background check would collect has no place', () => {
  it.each([
    ['in the API', api],
    ['in the database', database],
  ])('%s', async (_, places) => {
    expect(unexplained(found(await places()))).toEqual([]);
  });

  it('and no other use of such a word is explained that is gone', async () => {
    const hits = found([...(await api()), ...(await database())]);
    expect(MEANT_OTHERWISE.filter(([pattern]) => !hits.some((hit) => pattern.test(hit)))).toEqual([]);
  });
});

describe('the search', () => {
  it.each([
    ['a field of a candidate', 'type Application { passportNumber: String }', 'GraphQL Application.passportNumber'],
    ['an argument', 'type Query { candidates(nationality: String): Int }', 'GraphQL Query.candidates(nationality)'],
    ['a field of an input', 'input ApplyInput { employerName: String }', 'GraphQL ApplyInput.employerName'],
    ['a kind of upload', 'enum UploadPurpose { SBOM CRIMINAL_RECORD }', 'GraphQL UploadPurpose.CRIMINAL_RECORD'],
    ['an address of anybody who is no payer', 'type Candidate { address: String }', 'GraphQL Candidate.address'],
    ['a type', 'type CreditReport { id: ID }', 'GraphQL CreditReport'],
  ])('finds %s', (_, schema, coordinate) => {
    expect(unexplained(found(placesOfApi(schema)))).toEqual([coordinate]);
  });

  it.each([
    ['a column', 'column role_grant.health_note text', 'column role_grant.health_note'],
    ['a table', 'column background_report.id uuid not null', 'table background_report'],
    [
      'a value of a check',
      "constraint proof_kind on proof: CHECK ((kind = ANY (ARRAY['KEY'::text, 'PASSPORT'::text])))",
      "check proof_kind 'PASSPORT'",
    ],
  ])('finds %s of the database', (_, line, coordinate) => {
    expect(unexplained(found(placesOfDatabase(line)))).toEqual([coordinate]);
  });

  it('knows every kind of place that the schemas have', async () => {
    const kinds = (places: readonly Place[]) => new Set(places.map(({ coordinate }) => coordinate.split(' ')[0]));
    expect([kinds(await api()), kinds(await database())]).toEqual([
      new Set(['GraphQL']),
      new Set(['column', 'table', 'check']),
    ]);
    expect((await api()).map(({ coordinate }) => coordinate)).toEqual(
      expect.arrayContaining([
        'GraphQL UploadPurpose.SBOM',
        'GraphQL Query.node(id)',
        'GraphQL SubmitPledgeInput.needId',
      ]),
    );
  });
});
