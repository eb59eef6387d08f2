// A planted bug, loaded into one process of a trial by NODE_OPTIONS: every call to Stripe gets a fresh key, as in
// programs that leave the key to the SDK. Undisturbed, such a program does everything right.
import { randomUUID } from 'node:crypto';

const { RequestSender } = await import(new URL('RequestSender.js', import.meta.resolve('stripe')).href);
const send = RequestSender.prototype._request;

RequestSender.prototype._request = function request(method, host, path, data, authenticator, options, ...rest) {
  const headers = method === 'POST' ? { ...options.headers, 'Idempotency-Key': randomUUID() } : options.headers;
  return send.call(this, method, host, path, data, authenticator, { ...options, headers }, ...rest);
};
