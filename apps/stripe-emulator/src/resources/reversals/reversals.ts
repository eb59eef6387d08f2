import type Stripe from 'stripe';
import { z } from 'zod';
import { noSuchObject } from '../../errors.js';
import { listPage } from '../../http/pagination.js';
import { changedMetadata, expand, integer, metadata, metadataChange, page, text } from '../../http/parameters.js';
import { route, type Route } from '../../http/router.js';
import type { Operation } from '../../operation.js';
import { retrieve } from '../lookup.js';
import { reverseTransfer } from './reversal-creation.js';
import { change } from '../change.js';

const createParameters = z.strictObject({
  amount: integer().optional(),
  description: text(1_000).optional(),
  expand,
  metadata: metadata.optional(),
});

const COLLECTION = '/v1/transfers/{transfer}/reversals';
const transferOf = (operation: Operation, id: string): Stripe.Transfer =>
  retrieve(operation, 'transfer', 'transfer', id);

function reversalOf(operation: Operation, transferId: string, id: string): Stripe.TransferReversal {
  const reversal = retrieve(operation, 'transfer_reversal', 'transfer reversal', id);
  if (reversal.transfer !== transferId) throw noSuchObject('transfer reversal', id);
  return reversal;
}

export const reversalRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: COLLECTION,
    parameters: createParameters,
    handle: (operation, parameters, { transfer }) =>
      reverseTransfer(operation, transferOf(operation, transfer!), parameters),
  }),
  route({
    method: 'GET',
    path: COLLECTION,
    parameters: z.strictObject(page),
    handle: (operation, parameters, { transfer }) => {
      const { id } = transferOf(operation, transfer!);
      return listPage(parameters, {
        kind: 'transfer reversal',
        url: `/v1/transfers/${id}/reversals`,
        rows: operation.tx.rows('transfer_reversal', operation.account),
        matches: (reversal) => reversal.transfer === id,
      });
    },
  }),
  route({
    method: 'GET',
    path: `${COLLECTION}/{id}`,
    parameters: z.strictObject({ expand }),
    handle: (operation, _parameters, { transfer, id }) => reversalOf(operation, transfer!, id!),
  }),
  route({
    method: 'POST',
    path: `${COLLECTION}/{id}`,
    parameters: z.strictObject({ expand, metadata: metadataChange.optional() }),
    handle: (operation, { metadata: wanted }, { transfer, id }) => {
      const reversal = reversalOf(operation, transfer!, id!);
      return change(operation, 'transfer_reversal', reversal, {
        metadata: changedMetadata(reversal.metadata ?? {}, wanted),
      });
    },
  }),
];
