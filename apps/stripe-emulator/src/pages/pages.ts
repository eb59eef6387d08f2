import { decodeForm, type DecodedObject } from '../http/form.js';
import type { Answer, Incoming } from '../http/incoming.js';
import { operate, type Operation } from '../operation.js';
import type { Services } from '../services.js';
import { showAuthentication, submitAuthentication } from './authentication-page.js';
import { showCheckout, submitCheckout } from './checkout-page.js';
import { showDashboard } from './dashboard-page.js';
import { notFound } from './html.js';
import { showInvoice, submitInvoice } from './invoice-page.js';
import { showOnboarding, submitOnboarding } from './onboarding-page.js';
import { showPortal } from './portal-page.js';
import { showTransfer, submitTransfer } from './transfer-page.js';

interface Page {
  readonly show: (operation: Operation, id: string, query: DecodedObject) => Answer;
  readonly submit: (operation: Operation, id: string, fields: DecodedObject) => Answer;
}

const PAGES: Readonly<Record<string, Page>> = {
  dashboard: { show: showDashboard, submit: showDashboard },
  '3ds': { show: showAuthentication, submit: submitAuthentication },
  checkout: { show: showCheckout, submit: submitCheckout },
  invoice: { show: showInvoice, submit: submitInvoice },
  onboarding: { show: showOnboarding, submit: submitOnboarding },
  portal: { show: showPortal, submit: showPortal },
  transfer: { show: showTransfer, submit: submitTransfer },
};

/** Everything under /sim: the pages a payer or a maintainer meets. The id in the address is the permission. */
export function answerPage(services: Services, incoming: Incoming): Answer {
  const [, , name = '', id = '', ...rest] = incoming.pathname.split('/');
  const page = Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
  if (page === undefined || id === '' || rest.length > 0) return notFound();
  if (incoming.method === 'GET') {
    return operate(services, (operation) => page.show(operation, id, decodeForm(incoming.query)));
  }
  if (incoming.method === 'POST') {
    return operate(services, (operation) => page.submit(operation, id, decodeForm(incoming.body)));
  }
  return notFound();
}
