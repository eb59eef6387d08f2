import { instant, parseMoment, type Moment } from '../events/moment.js';
import type { JsonNode } from './json-node.js';

/** One line of an audit log that is of use here. Logins as GitHub writes them. */
export interface AuditEntry {
  readonly action: string;
  readonly actor: string | null;
  /** Whom it was done to. */
  readonly user: string | null;
  readonly permission: string | null;
  readonly at: Moment;
  readonly source: string;
}

/** Changes of how an account is signed in to, or of what it signs with. */
export const AUTHENTICATOR_ACTIONS =
  /^(?:two_factor_authentication\.|public_key\.(?:create|update|delete|verify)|gpg_key\.|ssh_signing_key\.|security_key\.|passkey\.|user\.(?:change_password|reset_password|forgot_password|add_email|remove_email|primary_email_change|rename)|personal_access_token\.(?:create|access_granted)|org\.recovery_code)/;

/**
 * The JSON of an organisation's audit log: a list of objects with `action`, `actor`, `user`, `@timestamp` or `created_at`
 * (milliseconds since 1970, or ISO text) and, for changes of members, `permission`.
 * @throws SnapshotMalformedError
 */
export function readAuditLog(content: JsonNode, source: string): AuditEntry[] {
  return content.list((node) => entryOf(node, source));
}

function entryOf(node: JsonNode, source: string): AuditEntry {
  const text = (key: string) => node.get(key).optional((value) => value.text());
  const id = text('_document_id');
  return {
    action: node.get('action').text(),
    actor: text('actor'),
    user: text('user'),
    permission: text('permission'),
    at: timeOf(node),
    source: id === null ? `${source}${node.pointer}` : `${source} ${id}`,
  };
}

function timeOf(node: JsonNode): Moment {
  const time = node.get('@timestamp').isAbsent ? node.get('created_at') : node.get('@timestamp');
  if (typeof time.value === 'number') return instant(time.count());
  const moment = parseMoment(time.text());
  if (moment === null) throw time.expected('a time with its offset, or milliseconds since 1970');
  return moment;
}
