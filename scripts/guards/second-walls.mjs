/**
 * Guards that open nothing when they alone are skipped, since something else refuses the same. They stay, for the day on
 * which the other wall is changed, and are not counted. An entry has to fit exactly one guard, one that no test has seen
 * missing: `what` is its text, `around` a part of its line where the same text stands twice.
 */
const PRODUCT = 'Row-level security: product_cleared shows only products of the organisations of the principal.';
const UPLOAD =
  'Row-level security: upload_cleared shows an upload only to its organisation, or to its person when it has none.';
const KEY =
  'Row-level security: data_key_own shows only the keys of the cleared person, and without its key no row is joined.';

export const SECOND_WALLS = [
  {
    path: 'libs/inventory/src/graphql/inventory.resolver.ts',
    what: 'belongsTo(principal, row.organisationId)',
    around: 'ProductType.from(row)',
    wall: PRODUCT,
  },
  {
    path: 'libs/inventory/src/graphql/inventory.resolver.ts',
    what: 'row.personId === principal.personId',
    wall: UPLOAD,
  },
  {
    path: 'libs/inventory/src/graphql/inventory.resolver.ts',
    what: 'belongsTo(principal, row.organisationId)',
    around: ': belongsTo',
    wall: UPLOAD,
  },
  {
    path: 'libs/inventory/src/uploads.service.ts',
    what: 'assertBelongs(principal, product.organisationId);',
    wall: PRODUCT,
  },
  {
    path: 'libs/matching/src/ranking.service.ts',
    what: 'belongsTo(principal, organisationId)',
    wall: 'Row-level security: product_cleared and inventory_cleared leave no use of a project for a company of others.',
  },
  {
    path: 'libs/matching/src/ranking.service.ts',
    what: 'assertPageSize(page.first);',
    wall: 'ConnectionArgs refuses the length of a page before any resolver runs.',
  },
  {
    path: 'libs/identity/src/api-tokens.service.ts',
    what: 'input.expiresInDays < 1 || input.expiresInDays > MAX_LIFETIME_DAYS',
    wall: 'CreateApiTokenInput has the same limits, and is the only way in.',
  },
  {
    path: 'libs/inventory/src/products.service.ts',
    what: '!(businessWeight >= minimum && businessWeight <= maximum)',
    wall: 'CreateProductInput has the same limits, and is the only way in.',
  },
  {
    path: 'libs/identity/src/identity.queries.ts',
    what: 'membership.organisation_id = ANY($1)',
    wall: 'The loader of members hands out only rows of the organisation that was asked for.',
  },
  {
    path: 'libs/identity/src/identity.queries.ts',
    what: 'person_id = $1',
    around: 'ORDER BY linked_at, id',
    wall: KEY,
  },
  {
    path: 'libs/identity/src/mail-addresses.queries.ts',
    what: 'mail_address.person_id = $1',
    wall: KEY,
  },
  {
    path: 'libs/identity/src/sign-ins.queries.ts',
    what: 'identity.person_id = ANY($1)',
    wall: KEY,
  },
  {
    path: 'libs/identity/src/mail-addresses.queries.ts',
    what: 'invitation.accepted_at IS NULL',
    wall: 'Whoever accepts an invitation lets its mail address be deleted in the same transaction, so no row is left.',
  },
  {
    path: 'libs/notifications/src/notifications.repository.ts',
    what: 'known.person_id = $1',
    wall: 'Row-level security: notification_own shows only the notifications of the cleared person.',
  },
  {
    path: 'libs/notifications/src/notifications.repository.ts',
    what: 'person_id = $1',
    around: 'OR id = $2',
    wall: 'Row-level security: notification_own lets only the notifications of the cleared person be changed.',
  },
  {
    path: 'libs/notifications/src/notifications.repository.ts',
    what: 'read_at IS NULL',
    around: 'OR id = $2',
    wall: 'coalesce keeps the moment of the first reading; the condition only spares writes.',
  },
  {
    path: 'libs/inventory/src/inventory-reader.service.ts',
    what: "status = 'received'",
    around: "SET status = 'ready'",
    wall: 'The constraint inventory_upload refuses a second inventory of one upload.',
  },
  {
    path: 'libs/inventory/src/inventory.queries.ts',
    what: 'mine.organisation_id = $1',
    wall: 'A project that no product of the company uses has no exposure, so the ranking leaves it out.',
  },
  {
    path: 'libs/inventory/src/uploads.service.ts',
    what: 'affected === 0',
    wall: 'Bytes are kept only when the row still says "receiving"; without a claim they are refused then.',
  },
  {
    path: 'libs/operators/src/operator-grants.repository.ts',
    what: 'ended_at IS NULL',
    around: 'SET ended_at = $2',
    wall: 'A trigger refuses every change of a right that has ended (MS001), and the caller holds the lock of one that has not.',
  },
  {
    path: 'libs/platform/auth/src/workload-tokens.ts',
    what: "typeof iss !== 'string'",
    wall: 'No workload is registered for an issuer that is no text, so the exchange ends before a key is read.',
  },
  {
    path: 'libs/platform/auth/src/workload-tokens.ts',
    what: 'alg !== ALGORITHM',
    wall: 'jwtVerify is told the one algorithm that it may accept.',
  },
];

export const sitesOfWall = ({ path, what, around = '' }, sites) =>
  sites.filter((site) => site.path === path && site.what === what && site.around.includes(around));
