/** Recurring pledges for what the company does not ship any more: flagged, told once, and never stopped. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { InventoryReaderService } from '#libs/inventory';
import { UnitOfWork } from '#platform/database';
import { parseId, systemActor } from '#platform/kernel';
import { givenProduct, givenUpload, npmBom } from '../support/given-inventory.js';
import { givenActiveRecurring, shownRecurring } from '../support/given-recurring.js';
import { givenCompany, givenNeed, key, type GivenCompany } from '../support/given.js';
import { TestApi, type Sender } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

let company: GivenCompany;
let recurringId: string;
let packageName: string;
let projectId: string;
beforeEach(async () => {
  await api.refillBuckets();
  company = await givenCompany(api);
  const need = await givenNeed(api);
  projectId = need.projectId;
  packageName = await nameOf(projectId);
  recurringId = await givenActiveRecurring(api, company, need.needId);
}, 60_000);

async function nameOf(id: string): Promise<string> {
  const [row] = await api.database.asOwner<{ name: string }>(
    `SELECT replace(purl_key, 'npm/', '') AS name FROM package WHERE project_id = $1`,
    [parseId('prj', id)],
  );
  return row!.name;
}

const withProject = (): string => npmBom({ app: [`${packageName}@1.0.0`, 'other@1.0.0'] });
/** Different bytes each time, so that it is read. */
const without = (): string => npmBom({ app: [`other-${key()}@1.0.0`] });

async function ship(productId: string, body: string): Promise<void> {
  await givenUpload(api, company, productId, body);
  await api.settle();
}

const newProduct = (): Promise<string> => givenProduct(api, company, `Product ${key()}`);

interface Departure {
  readonly leftAt: string;
  readonly productId: string;
  readonly productName: string;
  readonly inventoryId: string;
}

async function departure(as: Sender = company.finance): Promise<Departure | null> {
  const query = `query ($id: ID!) { recurringPledge(id: $id) { departure { leftAt productId productName inventoryId } } }`;
  const { data, errors } = await api.gql(query, { id: recurringId }, as);
  expect(errors).toBeUndefined();
  return (data!.recurringPledge as { departure: Departure | null } | null)?.departure ?? null;
}

async function currentInventory(productId: string): Promise<string> {
  const query = 'query ($id: ID!) { node(id: $id) { ... on Product { inventory { id } } } }';
  const { data } = await api.gql(query, { id: productId }, company.engineer);
  return (data!.node as { inventory: { id: string } }).inventory.id;
}

async function toldTimes(): Promise<number> {
  const query = '{ viewer { notifications(first: 100) { nodes { subject } } } }';
  const { data, errors } = await api.gql(query, {}, company.finance);
  expect(errors).toBeUndefined();
  const { nodes } = (data!.viewer as { notifications: { nodes: { subject: string }[] } }).notifications;
  return nodes.filter(({ subject }) => subject.includes('no product of yours uses it any more')).length;
}

const act = (name: string, input: object): Promise<unknown> =>
  api.mutate(
    name,
    name === 'restoreInventory' ? 'RestoreInventoryInput' : 'ProductActionInput',
    'clientMutationId',
    input,
    company.engineer,
  );

it('is flagged with the last inventory that had it, told to finance once, and goes on', async () => {
  const productId = await newProduct();
  await ship(productId, withProject());
  const last = await currentInventory(productId);
  expect(await departure()).toBeNull();
  await ship(productId, without());
  const flagged = await departure();
  expect(flagged).toMatchObject({ productId, inventoryId: last });
  await ship(productId, without());
  expect(await departure()).toEqual(flagged);
  expect(await toldTimes()).toBe(1);
  expect(await shownRecurring(api, recurringId, company.finance)).toMatchObject({ status: 'ACTIVE', changes: [] });
  expect(await departure(await api.givenPerson(`Stranger ${key()}`))).toBeNull();
});

it('loses its flag when the component is back, and gets another one when it leaves again', async () => {
  const productId = await newProduct();
  await ship(productId, withProject());
  const first = await currentInventory(productId);
  await ship(productId, without());
  expect(await departure()).not.toBeNull();
  await act('restoreInventory', { productId, inventoryId: first });
  await api.settle();
  expect(await departure()).toBeNull();
  await act('archiveProduct', { productId });
  await api.settle();
  expect(await departure()).toMatchObject({ productId, inventoryId: first });
  expect(await toldTimes()).toBe(2);
  await act('restoreProduct', { productId });
  await api.settle();
  expect(await departure()).toBeNull();
  const actions = await api.database.asOwner<{ action: string }>(
    `SELECT canonical::jsonb ->> 'action' AS action FROM audit_entry WHERE subject = $1 AND canonical LIKE '%Departure%' ORDER BY seq`,
    [`recurring_pledge:${parseId('rpl', recurringId)}`],
  );
  expect(actions.map(({ action }) => action)).toEqual([
    'flagDeparture',
    'endDeparture',
    'flagDeparture',
    'endDeparture',
  ]);
});

it('is not flagged while another product ships it, nor when none ever did', async () => {
  const [one, other] = [await newProduct(), await newProduct()];
  await ship(one, without());
  expect(await departure()).toBeNull();
  await ship(one, withProject());
  await ship(other, withProject());
  await ship(one, without());
  expect(await departure()).toBeNull();
  await ship(other, without());
  expect(await departure()).toMatchObject({ productId: other });
});

it('is flagged when the catalogue learns that the package belongs to another project', async () => {
  const productId = await newProduct();
  await ship(productId, withProject());
  const inventoryId = await currentInventory(productId);
  const elsewhere = await givenNeed(api);
  await api.database.asOwner('UPDATE package SET project_id = $2 WHERE project_id = $1', [
    parseId('prj', projectId),
    parseId('prj', elsewhere.projectId),
  ]);
  await api.app
    .get(UnitOfWork)
    .run(systemActor('test'), (tx) => api.app.get(InventoryReaderService).announceRefresh(tx));
  await api.settle();
  expect(await departure()).toMatchObject({ productId, inventoryId });
});
