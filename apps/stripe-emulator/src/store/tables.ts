import type Stripe from 'stripe';
import type { AccountLinkRow } from './records/account-link.js';
import type { BalanceRow } from './records/balance.js';
import type { CashSettings, VirtualAccount } from './records/cash.js';
import type { CheckoutDraft } from './records/checkout-draft.js';
import type { DeliveryRow } from './records/delivery.js';
import type { EndpointRow } from './records/endpoint.js';
import type { IdempotencyRow } from './records/idempotency.js';
import type { LoginLinkRow } from './records/login-link.js';
import type { BankNumberRow, PayoutContentRow } from './records/payout.js';
import type { PortalSessionRow } from './records/portal-session.js';
import type { RejectionRow } from './records/rejection.js';
import type { InstrumentRow } from './records/instrument.js';
import type { InvoiceFacts } from './records/invoice-facts.js';
import type { RequestRow } from './records/request.js';
import type { SettingRow } from './records/setting.js';
import type { SubscriptionFacts } from './records/subscription-facts.js';
import type { TaskRow } from './records/task.js';
import type { StoredV2Event } from './records/v2-event.js';
import type { WireCreditNote, WireInvoice, WireInvoiceItem, WirePrice, WireSubscription } from './records/wire.js';

/**
 * Everything the emulator remembers, by table. The rows are declared in files that import nothing of the rules that fill
 * them, so that the store stands below everything else. Objects of the API are kept in the shape they have on the wire.
 */
export interface Tables {
  account: Stripe.V2.Core.Account;
  account_link: AccountLinkRow;
  balance: BalanceRow;
  balance_transaction: Stripe.BalanceTransaction;
  balance_settings: Stripe.BalanceSettings;
  bank_number: BankNumberRow;
  cash_settings: CashSettings;
  cash_transaction: Stripe.CustomerCashBalanceTransaction;
  charge: Stripe.Charge;
  checkout_draft: CheckoutDraft;
  checkout_session: Stripe.Checkout.Session;
  credit_note: WireCreditNote;
  customer: Stripe.Customer;
  deleted_customer: Stripe.DeletedCustomer;
  delivery: DeliveryRow;
  dispute: Stripe.Dispute;
  early_fraud_warning: Stripe.Radar.EarlyFraudWarning;
  endpoint: EndpointRow;
  event: Stripe.Event;
  external_account: Stripe.BankAccount;
  idempotency: IdempotencyRow;
  login_link: LoginLinkRow;
  payout: Stripe.Payout;
  payout_content: PayoutContentRow;
  refund: Stripe.Refund;
  rejection: RejectionRow;
  instrument: InstrumentRow;
  invoice: WireInvoice;
  invoice_facts: InvoiceFacts;
  invoice_item: WireInvoiceItem;
  invoice_payment: Stripe.InvoicePayment;
  mandate: Stripe.Mandate;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  portal_session: PortalSessionRow;
  price: WirePrice;
  product: Stripe.Product;
  request: RequestRow;
  setting: SettingRow;
  setup_intent: Stripe.SetupIntent;
  subscription: WireSubscription;
  subscription_facts: SubscriptionFacts;
  task: TaskRow;
  tax_id: Stripe.TaxId;
  test_clock: Stripe.TestHelpers.TestClock;
  topup: Stripe.Topup;
  transfer: Stripe.Transfer;
  transfer_reversal: Stripe.TransferReversal;
  v2_event: StoredV2Event;
  virtual_account: VirtualAccount;
}
export type TableName = keyof Tables;

/** Rows of the platform itself carry this owner; rows of a connected account carry its id. */
export const PLATFORM = 'platform';

export interface Row<T> {
  readonly id: string;
  /** The Stripe account the row belongs to: lists and look-ups never cross it. */
  readonly account: string;
  /** Order of first insertion over all tables; lists sort by it. */
  readonly position: number;
  readonly value: T;
}
