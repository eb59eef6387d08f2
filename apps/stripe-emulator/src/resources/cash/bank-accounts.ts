import type Stripe from 'stripe';
import { invalidParameter, notSimulated } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { VirtualAccount } from '../../store/records/cash.js';

type Addresses = Stripe.FundingInstructions.BankTransfer.FinancialAddress[];
export type TransferType = Stripe.PaymentIntent.NextAction.DisplayBankTransferInstructions.Type;

interface Kind {
  readonly currency: string;
  readonly country: string;
  readonly addresses: (account: VirtualAccount, country: string) => Addresses;
}

const NOBODY: Stripe.Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};
const HOLDER = {
  account_holder_address: NOBODY,
  account_holder_name: 'Simulated platform',
  bank_address: NOBODY,
};
const BANK = { ...HOLDER, account_type: 'checking', bank_name: 'Simulated bank' };

const KINDS: Readonly<Record<string, Kind>> = {
  eu_bank_transfer: {
    currency: 'eur',
    country: 'DE',
    addresses: ({ number }, country) => [
      {
        iban: { ...HOLDER, bic: 'SIMULATED', country, iban: `${country}00${number}` },
        supported_networks: ['sepa'],
        type: 'iban',
      },
    ],
  },
  gb_bank_transfer: {
    currency: 'gbp',
    country: 'GB',
    addresses: ({ number }) => [
      {
        sort_code: { ...HOLDER, account_number: number.slice(0, 8), sort_code: '000000' },
        supported_networks: ['bacs', 'fps'],
        type: 'sort_code',
      },
    ],
  },
  jp_bank_transfer: {
    currency: 'jpy',
    country: 'JP',
    addresses: ({ number }) => [
      {
        supported_networks: ['zengin'],
        type: 'zengin',
        zengin: {
          ...BANK,
          account_number: number.slice(0, 7),
          bank_code: '0000',
          branch_code: '000',
          branch_name: 'Simulated branch',
        },
      },
    ],
  },
  us_bank_transfer: {
    currency: 'usd',
    country: 'US',
    addresses: ({ number }) => [
      {
        aba: { ...BANK, account_number: number, routing_number: '000000000' },
        supported_networks: ['ach', 'domestic_wire_us'],
        type: 'aba',
      },
    ],
  },
};

/** The kind of transfer that brings a currency. */
export function transferTypeOf(currency: string): TransferType {
  const found = Object.entries(KINDS).find(([, kind]) => kind.currency === currency);
  if (found === undefined) throw notSimulated(`bank transfers in ${currency}`, 'currency');
  return found[0];
}

/** Refuses a kind of transfer that does not bring the currency. */
export function checkTransferType(type: string, currency: string, param: string): void {
  const kind = KINDS[type];
  if (kind === undefined) throw notSimulated(`transfers of the type ${type}`, param);
  if (kind.currency === currency) return;
  throw invalidParameter(param, `A ${type} brings ${kind.currency}, not ${currency}.`);
}

/** Where a customer sends money; the account is theirs alone and stays the same. */
export function bankTransfer(
  operation: Operation,
  customer: string,
  type: string,
  country?: string,
): Stripe.FundingInstructions.BankTransfer {
  const kind = KINDS[type]!;
  const place = country ?? kind.country;
  const addresses = kind.addresses(virtualAccount(operation, customer, type), place);
  return {
    country: place,
    financial_addresses: addresses,
    type: type,
  };
}

/** The account of a customer for one kind of transfer; it is made when it is first asked for. */
function virtualAccount(operation: Operation, customer: string, type: string): VirtualAccount {
  const id = `${customer}/${type}`;
  const known = operation.tx.get('virtual_account', id);
  if (known !== undefined) return known;
  const { ids } = operation.services;
  const number = [...ids.text(12)].map((character) => character.charCodeAt(0) % 10).join('');
  const account = { number };
  operation.tx.put('virtual_account', id, account, operation.account);
  return account;
}
