export { PAYMENT } from './payment.states.js';
export { PaymentsModule } from './payments.module.js';
export { PaymentsQueries, type PaymentRow, type TransferRow } from './payments.queries.js';
export { RecipientsService } from './recipients.service.js';
export { StripeClient } from './stripe-client.js';
export { StripeInboxService, type ReceivedEvent } from './stripe-inbox.service.js';
export { TRANSFER } from './transfer.states.js';
export { paymentsMessages } from './messages.en.js';
