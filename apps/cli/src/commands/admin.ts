import { AuditLog } from '#libs/audit';
import { SignInsQueries } from '#libs/identity';
import { FirstOperator, OperatorsQueries, operatorsMessages } from '#libs/operators';
import { Config } from '#platform/config';
import { ConfidentialReads, DataKeys, UnitOfWork, isDatabaseError } from '#platform/database';
import { DomainError, SystemClock, formatId, newId, parseId, prefixOf, type Id } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { messages, say } from '../terminal.js';
import { withConnection, type Connection, type DatabaseFlags } from './connections.js';

messages.add(operatorsMessages);

const SIGN_INS_SHOWN = 20;
const LONGEST_REASON = 500;
const UNDEFINED_TABLE = '42P01';

interface WhomFlags extends DatabaseFlags {
  readonly person?: string;
  readonly issuer?: string;
  readonly subject?: string;
}

/** Who is an operator; while nobody is, who could become the first. */
export async function adminList(flags: DatabaseFlags): Promise<void> {
  await withOperators(flags, async ({ queries, signIns: accounts }) => {
    const grants = await queries.standing(new SystemClock().now());
    say(grants.length === 0 ? 'cli.admin.nobody' : 'cli.admin.operators');
    for (const { personId, right, expiresAt } of grants) {
      const until = expiresAt
        ? messages.text('cli.admin.until', { date: expiresAt.toISOString() })
        : messages.text('cli.admin.noEnd');
      say('cli.admin.operator', { person: formatId('usr', personId), right, until });
    }
    const signIns = await accounts.latest(SIGN_INS_SHOWN);
    say(signIns.length === 0 ? 'cli.admin.noSignIns' : 'cli.admin.signIns');
    for (const { personId, issuer, subject } of signIns)
      say('cli.admin.signIn', {
        person: formatId('usr', personId),
        issuer,
        subject: subject ?? messages.text('cli.admin.sealed'),
      });
    if (grants.length === 0 && signIns.length > 0) say('cli.admin.next');
  });
}

/** The first administrator. Whoever holds the database's owner makes it, once. */
export async function adminCreate(flags: WhomFlags): Promise<void> {
  await withOperators(flags, async ({ first, signIns }) => {
    const { personId, called } = await personMeant(signIns, flags);
    await refusable(first.create(personId), { PERSON_NOT_FOUND: 'cli.admin.unknown' }, called);
    say('cli.admin.created', { person: formatId('usr', personId) });
  });
}

export async function adminEnd(flags: WhomFlags & { readonly reason: string }): Promise<void> {
  const reason = flags.reason.trim();
  if (reason.length < 1 || reason.length > LONGEST_REASON) throw new CliError('cli.admin.badReason');
  await withOperators(flags, async ({ first, signIns }) => {
    const { personId, called } = await personMeant(signIns, flags);
    await refusable(first.end(personId, reason), { OPERATOR_GRANT_NOT_FOUND: 'cli.admin.noSuchAdmin' }, called);
    say('cli.admin.ended', { person: called });
  });
}

async function personMeant(
  signIns: SignInsQueries,
  { person, issuer, subject }: WhomFlags,
): Promise<{ readonly personId: Id<'usr'>; readonly called: string }> {
  if (person !== undefined && issuer === undefined && subject === undefined) {
    const personId = parseId('usr', person);
    if (prefixOf(person) !== 'usr' || formatId('usr', personId) !== person)
      throw new CliError('cli.admin.notAnId', { person, example: formatId('usr', newId<'usr'>()) });
    return { personId, called: person };
  }
  if (person !== undefined || issuer === undefined || subject === undefined) throw new CliError('cli.admin.whom');
  const called = `${issuer} ${subject}`;
  const personId = await signIns.personOf(issuer, subject);
  if (personId === null) throw new CliError('cli.admin.unknown', { person: called });
  return { personId, called };
}

interface Operators {
  readonly queries: OperatorsQueries;
  readonly signIns: SignInsQueries;
  readonly first: FirstOperator;
}

async function withOperators(flags: DatabaseFlags, work: (operators: Operators) => Promise<void>): Promise<void> {
  await withConnection(flags, async (connection: Connection) => {
    const clock = new SystemClock();
    const first = new FirstOperator(new UnitOfWork(connection, clock, new AuditLog()));
    const keys = new DataKeys(Config.load());
    const signIns = new SignInsQueries(connection, new ConfidentialReads(connection, clock), keys);
    try {
      await work({ queries: new OperatorsQueries(connection), signIns, first });
    } catch (error) {
      if (isDatabaseError(error, [UNDEFINED_TABLE])) throw new CliError('cli.admin.schemaMissing');
      throw error;
    }
  });
}

/** Says a refusal in the words of the terminal where it has some, else in its own. */
async function refusable(work: Promise<void>, texts: Readonly<Record<string, string>>, person: string): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new CliError(texts[error.code] ?? error.messageKey, { person, ...error.details });
  }
}
