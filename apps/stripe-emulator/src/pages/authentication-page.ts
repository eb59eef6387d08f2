import type { DecodedObject } from '../http/form.js';
import type { Answer } from '../http/incoming.js';
import type { Operation } from '../operation.js';
import { authenticatePayer, waitingIntent, type WaitingIntent } from '../resources/authentications.js';
import { field } from './fields.js';
import { displayAmount, html, message, notFound, page, redirect } from './html.js';

/** `GET /sim/3ds/{id}`, for the PaymentIntent or SetupIntent of that id. */
export function showAuthentication(operation: Operation, id: string): Answer {
  const intent = waitingIntent(operation, id);
  if (intent === null) return notFound();
  const title =
    intent.object === 'payment_intent'
      ? message('authentication.title', { amount: displayAmount(intent.amount, intent.currency) })
      : message('authentication.setup.title');
  const content = html`<p>${message('authentication.text')}</p>
    <form method="post" action="/sim/3ds/${id}">
      <button name="action" value="complete">${message('authentication.complete')}</button>
      <button name="action" value="fail">${message('authentication.fail')}</button>
    </form>`;
  return page(200, title, content);
}

/** `POST /sim/3ds/{id}` with the field `action` (complete or fail); it leads back to the return_url of the intent. */
export function submitAuthentication(operation: Operation, id: string, fields: DecodedObject): Answer {
  const waiting = waitingIntent(operation, id);
  if (waiting === null) return notFound();
  const action = field(fields, 'action');
  if (action !== 'complete' && action !== 'fail') return showAuthentication(operation, id);
  const { account } = operation.tx.row(waiting.object, id)!;
  const after = authenticatePayer(operation.as(account), id, action === 'complete');
  const returnUrl = waiting.next_action?.redirect_to_url?.return_url ?? null;
  if (returnUrl !== null) return redirect(withOutcome(returnUrl, after));
  return page(200, message('authentication.done.title'), html`<p>${message('authentication.done.text')}</p>`);
}

/** The parameters that Stripe adds to a return_url. */
function withOutcome(returnUrl: string, intent: WaitingIntent): string {
  const url = new URL(returnUrl);
  url.searchParams.set(intent.object, intent.id);
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret!);
  const isDone = intent.status === 'succeeded' || intent.status === 'processing';
  url.searchParams.set('redirect_status', isDone ? 'succeeded' : 'failed');
  return url.href;
}
