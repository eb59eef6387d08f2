import { invalidParameter } from '../errors.js';
import type { Operation } from '../operation.js';
import type { DraftLine } from '../store/records/checkout-draft.js';
import type { WirePrice } from '../store/records/wire.js';
import { inlinePrice, priceParameter } from './catalog/price-object.js';
import type { CheckoutParameters } from './checkout-parameters.js';
import { idOf } from './reference.js';
import { checkTogether } from './subscriptions/subscription-object.js';

type LineParameters = NonNullable<CheckoutParameters['line_items']>[number];

/** What a session sells: lines of one currency, which recur in mode subscription and do not in mode payment. */
export function checkoutLines(
  operation: Operation,
  { currency, line_items: given = [], mode }: CheckoutParameters,
): { lines: DraftLine[]; currency: string } {
  const prices = given.map((line, index) => linePrice(operation, line, `line_items[${index}]`));
  const common = currency ?? prices[0]!.currency;
  prices.forEach((price, index) => checkPrice(price, { common, index, mode }));
  if (mode === 'subscription') checkTogether(prices);
  const lines = prices.map((price, index): DraftLine => {
    const productId = idOf(price.product);
    return {
      id: operation.newId('li'),
      priceId: price.id,
      productId,
      name: operation.tx.get('product', productId)!.name,
      unitAmount: price.unit_amount!,
      quantity: given[index]!.quantity,
    };
  });
  return { lines, currency: common };
}

function linePrice(operation: Operation, { price, price_data: data }: LineParameters, param: string): WirePrice {
  if ((price === undefined) === (data === undefined)) {
    throw invalidParameter(`${param}[price]`, 'Give one of price and price_data.', 'parameter_missing');
  }
  if (data !== undefined) return inlinePrice(operation, data, `${param}[price_data]`);
  return priceParameter(operation, price!, `${param}[price]`);
}

function checkPrice(
  price: WirePrice,
  { common, index, mode }: { common: string; index: number; mode: CheckoutParameters['mode'] },
): void {
  if (price.currency !== common) {
    throw invalidParameter(
      `line_items[${index}][price_data][currency]`,
      `All line items have one currency: expected ${common}, got ${price.currency}.`,
    );
  }
  if ((price.recurring !== null) === (mode === 'subscription')) return;
  const kind = price.recurring === null ? 'one-time' : 'recurring';
  throw invalidParameter(`line_items[${index}][price]`, `You specified \`${mode}\` mode but passed a ${kind} price.`);
}
