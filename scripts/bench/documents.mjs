/**
 * Documents just inside the limits, each made to cost the server as much as one limit lets through. `n` goes into every
 * text, so that no cache has seen it; what a document returns is decided by its page sizes.
 */
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index)).join(' ');
export const MONEY = '{ minor currency decimal }';
const NEED = `id title summary kind status deadline publishedAt goal ${MONEY} reserved ${MONEY} received ${MONEY}
  remaining ${MONEY} project { id name repositoryUrl isDemo } maintainer { id displayName }`;

export const CYCLE =
  '{__schema{types{...A}}}fragment A on __Type{fields{type{...B}}interfaces{...B}ofType{...B}}fragment B on __Type{fields{type{...A}}possibleTypes{...A}ofType{...A}inputFields{name}}';

export function trivial(n) {
  return { query: `query Q${n} { paymentsMode }` };
}

/** @returns documents by what they are extreme in, each as a function of `n` */
export function worstDocuments(organisationId) {
  return { ...LONG, ...deepOrWide(organisationId) };
}

function deepOrWide(organisationId) {
  return {
    'the most fields': (n) => ({
      query: `query Q${n} { publishedNeeds(first: 1) { nodes { ${NEED} } edges { cursor node { ${NEED} } } } terms { ${times(22, () => 'name version sha256 text')} } }`,
    }),
    'the same selection again and again': (n) => ({
      query: `query Q${n} { projects(first: 1) { ${times(32, () => 'nodes { id }')} } }`,
    }),
    'the same arguments again and again': (n) => ({
      query: `query Q${n} { ${times(10, () => `projects(first: 1, search: "x${n}") { nodes { ${times(3, () => 'id name')} } }`)} }`,
    }),
    'the deepest': (n) => ({
      query: `query Q${n}($id: ID!) { ${times(10, (index) => `node(id: $id) { ... on Pledge { need { milestones { amount { minor ${index % 2 ? 'currency' : 'decimal'} } } } } }`)} }`,
      variables: { id: organisationId },
    }),
    'inline fragments inside each other': (n) => ({
      query: `query Q${n} { ${'... { '.repeat(240)} paymentsMode ${' }'.repeat(240)} }`,
    }),
    'the most fragments': (n) => ({
      query: `query Q${n} { projects(first: 1) { nodes { ${times(31, (index) => `...F${index}`)} } } }
        ${times(31, (index) => `fragment F${index} on Project { id name }`)}`,
    }),
    'fragments that double': (n) => ({
      query: `query Q${n} { projects(first: 1) { nodes { ...F0 } } }
        ${times(7, (index) => `fragment F${index} on Project { ...F${index + 1} ...F${index + 1} }`)} fragment F7 on Project { id name }`,
    }),
    'one fragment again and again': (n) => ({
      query: `query Q${n} { projects(first: 1) { nodes { ${times(295, () => '...F')} } } } fragment F on Project { id }`,
    }),
    'the most aliases': (n) => ({
      query: `query Q${n} { ${times(10, (index) => `a${index}: publishedNeeds(first: 12) { nodes { id goal ${MONEY} project { name } } }`)} }`,
    }),
    'the most directives': (n) => ({
      query: `query Q${n}($on: Boolean!) { ${times(10, () => 'projects(first: 1) @include(if: $on) { nodes { id } }')} }`,
      variables: { on: true },
    }),
    'unknown fields': (n) => ({
      query: `query Q${n} { viewer { ${times(295, (index) => `organisationTransfer${n}x${index}`)} } }`,
    }),
    'unknown types': (n) => ({
      query: `query Q${n}(${times(180, (index) => `$a${index}: OrganisationTransferPayload${index}`)}) { paymentsMode }`,
    }),
    'unknown arguments': (n) => ({
      query: `query Q${n} { projects(${times(200, (index) => `searching${index}: 1`)}) { nodes { id } } }`,
    }),
    'the highest cost through a variable': (n) => ({
      query: `query Q${n}($n: Int!) { publishedNeeds(first: $n) { nodes { ${NEED} milestones { id title amount ${MONEY} funded ${MONEY} }
        one: goal ${MONEY} two: goal ${MONEY} three: goal ${MONEY} } edges { cursor node { ${NEED} } } } }`,
      variables: { n: 14 },
    }),
    'the largest page': (n) => ({
      query: `query Q${n}($id: ID!) { organisationPledges(organisationId: $id, first: 100) { nodes { id status submittedAt approvedAt paidAt
        amount ${MONEY} released ${MONEY} need { id title summary kind status deadline publishedAt } } } }`,
      variables: { id: organisationId },
    }),
    'a statement for every row': (n) => ({
      query: `query Q${n}($id: ID!) { organisationPledges(organisationId: $id, first: 20) { nodes { id organisation { id
        members { roles person { displayName } } transfer { id } trustedWorkloads { id } approvalRules { required } } } } }`,
      variables: { id: organisationId },
    }),
  };
}

const LONG = {
  'the longest string': (n) => ({
    query: `query Q${n} { projects(first: 1, search: "${'x'.repeat(99_000)}") { nodes { id } } }`,
  }),
  'the longest string in a variable': (n) => ({
    query: `query Q${n}($text: String!) { projects(first: 1, search: $text) { nodes { id } } }`,
    variables: { text: 'x'.repeat(99_000) },
  }),
  'the most values in variables': (n) => ({
    query: `query Q${n} { paymentsMode }`,
    variables: { list: Array.from({ length: 24_000 }, () => 'x') },
  }),
  'the longest name': (n) => ({ query: `query Q${n} { ${'x'.repeat(99_000)} }` }),
  'the longest blank': (n) => ({ query: `query Q${n} { ${' '.repeat(99_000)} paymentsMode }` }),
};
