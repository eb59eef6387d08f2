import { createHash } from 'node:crypto';
import { DomainError, currency, uuidv7 } from '#platform/kernel';
import { LedgerService, type LedgerTransaction } from '#libs/ledger';
import { AuditLog } from '#libs/audit';
import type { Tx, UnitOfWork } from '#platform/database';
import { TEST_ACTOR, type TestDatabase } from '#platform/testing';
import { factOf, type LedgerCommand } from './ledger-commands.js';
import { ACCOUNTS, LedgerModel, type ModelAnswer, type ModelFact } from './ledger-model.js';

const COMPARED_EVERY = 10;
const POST = `SELECT created FROM ledger_post($1, $2, 'modelled', $3, $4, now(), now(), '{}', $5, $6, $7, $8, $9, $10)`;

/** What the owner of the schema may try on the rows of a transaction that is committed. */
const TAMPERS = {
  append: {
    sql: 'INSERT INTO ledger_posting SELECT tx_id, 90 + seq, account_id, currency, amount FROM ledger_posting',
    refusal: 'MS002',
  },
  change: { sql: 'UPDATE ledger_posting SET amount = amount * 2', refusal: 'MS001' },
  remove: { sql: 'DELETE FROM ledger_posting', refusal: 'MS001' },
};

export class LedgerDifference extends Error {}

/** Runs commands against the model and against PostgreSQL side by side; throws when the two differ. */
export class LedgerTrial {
  /** How often each answer was given, by the model. */
  readonly answers = new Map<ModelAnswer, number>();
  commands = 0;
  private readonly ledger = new LedgerService();
  private readonly unitOfWork: UnitOfWork;

  constructor(
    private readonly database: TestDatabase,
    private readonly newModel: () => LedgerModel = () => new LedgerModel(),
  ) {
    this.unitOfWork = database.unitOfWork(new AuditLog());
  }

  /** One run has keys and owners of its own, so that it meets nothing of the runs before. */
  async run(commands: readonly LedgerCommand[]): Promise<void> {
    const [run, model] = [uuidv7(), this.newModel()];
    const given: ModelFact[] = [];
    for (const [place, command] of commands.entries()) {
      this.commands += 1;
      const taken = [...model.facts.values()];
      const fact = factOf(command, place, given, taken);
      if (fact === null) continue;
      given.push(fact);
      const expected = this.expected(model, command, fact);
      for (const answer of expected) this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
      const found = await this.found(run, command, fact);
      if (expected.join() !== found.join())
        throw new LedgerDifference(
          `${command.do} ${fact.key}: the model says ${expected.join()}, PostgreSQL ${found.join()}`,
        );
      if (place % COMPARED_EVERY === COMPARED_EVERY - 1) await this.compare(run, model);
    }
    await this.compare(run, model);
  }

  private expected(model: LedgerModel, command: LedgerCommand, fact: ModelFact): ModelAnswer[] {
    if (isTamper(command)) return [TAMPERS[command.do].refusal];
    const answers = command.do === 'twice at once' ? [model.post(fact), model.post(fact)] : [model.post(fact)];
    return answers.sort();
  }

  private async found(run: string, command: LedgerCommand, fact: ModelFact): Promise<ModelAnswer[]> {
    if (isTamper(command)) {
      const sql = `${TAMPERS[command.do].sql} WHERE tx_id = (SELECT id FROM ledger_tx WHERE idem = $1)`;
      return [await answerOf(async () => void (await this.database.asOwner(sql, [`${run} ${fact.key}`])))];
    }
    const times = command.do === 'twice at once' ? 2 : 1;
    return (await Promise.all(Array.from({ length: times }, () => this.post(run, fact)))).sort();
  }

  private post(run: string, fact: ModelFact): Promise<ModelAnswer> {
    return answerOf(() =>
      this.unitOfWork.run(TEST_ACTOR, async (tx) => {
        const reverses = fact.reverses === null ? null : await this.idOf(`${run} ${fact.reverses}`);
        if (fact.door === 'function') return await postByHand(tx, run, fact, reverses);
        const { created } = await this.ledger.post(tx, transactionOf(run, fact, reverses));
        return created;
      }),
    );
  }

  private async idOf(key: string): Promise<string> {
    return (await this.database.asOwner<{ id: string }>('SELECT id FROM ledger_tx WHERE idem = $1', [key]))[0]!.id;
  }

  /** Balances as sums of rows, and as they are kept for accounts with a floor; and how many transactions there are. */
  private async compare(run: string, model: LedgerModel): Promise<void> {
    const rows = await this.database.asOwner<{ name: string; total: string; kept: string | null }>(
      `SELECT account.code || ' ' || split_part(account.owner, ' ', 2) || ' ' || account.currency AS name, sum(posting.amount) AS total, min(balance.balance) AS kept
         FROM ledger_account account JOIN ledger_posting posting ON posting.account_id = account.id LEFT JOIN ledger_balance balance ON balance.account_id = account.id
        WHERE account.owner LIKE $1 || ' %' GROUP BY account.id`,
      [run],
    );
    const found = rows.map(({ name, total, kept }) => [name, total, kept].join(' ')).sort();
    const expected = [...model.balances].map(([name, total]) => {
      const { floor } = ACCOUNTS[name.split(' ')[0] as keyof typeof ACCOUNTS];
      return [name, total, floor === null ? null : total].join(' ');
    });
    const difference = [...symmetricDifference(new Set(found), new Set(expected))];
    if (difference.length > 0) throw new LedgerDifference(`balances differ: ${difference.join(', ')}`);
    const counted = await this.database.asOwner<{ count: string }>(
      `SELECT count(*) FROM ledger_tx WHERE idem LIKE $1 || ' %'`,
      [run],
    );
    if (counted[0]!.count !== String(model.facts.size))
      throw new LedgerDifference(`${counted[0]!.count} transactions are stored`);
  }
}

function isTamper(command: LedgerCommand): command is LedgerCommand & { readonly do: keyof typeof TAMPERS } {
  return Object.hasOwn(TAMPERS, command.do);
}

async function answerOf(work: () => Promise<boolean | void>): Promise<ModelAnswer> {
  try {
    return (await work()) === true ? 'created' : 'known';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code !== undefined) return code.startsWith('MS') ? code : `${code} ${constraint ?? ''}`.trim();
    if (error instanceof Error && /fewer than two|are off by/.test(error.message)) return 'UNBALANCED';
    throw error;
  }
}

function transactionOf(run: string, fact: ModelFact, reverses: string | null): LedgerTransaction {
  return {
    kind: 'modelled',
    idem: `${run} ${fact.key}`,
    occurredAt: new Date('2026-01-02T03:04:05Z'),
    cause: {},
    postings: fact.rows.map(({ code, owner, currency: code3, amount }) => ({
      account: { code, owner: `${run} ${owner}`, currency: currency(code3) },
      amount,
    })),
    ...(fact.txn === null ? {} : { stripeTransactionId: `${run} ${fact.txn}` }),
    ...(reverses === null ? {} : { reverses }),
  };
}

/** Past the service, as its role can: nothing adds the rows up before. */
async function postByHand(tx: Tx, run: string, fact: ModelFact, reverses: string | null): Promise<boolean> {
  const { rows, key, txn } = fact;
  const text = rows.map(({ code, owner, currency: code3, amount }) => [code, owner, code3, amount].join(' ')).join();
  const answers = await tx.manager.query<{ created: boolean }[]>(POST, [
    uuidv7(),
    ACCOUNTS[rows[0]!.code].book,
    `${run} ${key}`,
    createHash('sha256')
      .update(`${text} ${String(txn)} ${String(fact.reverses)}`)
      .digest('hex'),
    txn === null ? null : `${run} ${txn}`,
    reverses,
    rows.map(({ code }) => code),
    rows.map(({ owner }) => `${run} ${owner}`),
    rows.map(({ currency: code3 }) => code3),
    rows.map(({ amount }) => amount.toString()),
  ]);
  return answers[0]!.created;
}

function symmetricDifference(left: ReadonlySet<string>, right: ReadonlySet<string>): Set<string> {
  return new Set([...left].filter((item) => !right.has(item)).concat([...right].filter((item) => !left.has(item))));
}
