import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { organisationsOf } from '#platform/kernel';
import { InvoicesQueries, type InvoiceRow } from '../invoices.queries.js';

/** Invoices of the principal's organisations, by the id of their payment. */
@Injectable()
export class InvoicesLoader extends RequestLoader<InvoiceRow> {
  constructor(private readonly queries: InvoicesQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, InvoiceRow>> {
    const rows = await this.queries.ofPayments(keys, organisationsOf(principal));
    return new Map(rows.map((row) => [row.paymentId, row]));
  }
}
