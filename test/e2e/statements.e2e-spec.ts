import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS, addMs, formatId, newId, parseId } from '#platform/kernel';
import { ProjectMoneyQueries } from '../../libs/statements/src/project-money.queries.js';
import { booksOf } from '../support/api-books.js';
import { givenOperators, givenRight } from '../support/given-operators.js';
import {
  givenAcceptance,
  givenBalance,
  givenCompany,
  givenNeed,
  givenPaidPledge,
  givenPayoutAccount,
  givenPledge,
  givenReviewer,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { textOfPdf } from '../support/pdf-text.js';
import { TestApi, type Caller, type Sender } from '../support/test-api.js';

const nobody: Sender = { headers: {} };

let api: TestApi;
let acme: GivenCompany;
let beta: GivenCompany;
let grace: Caller;
let operator: Caller;
let dollars: GivenNeed;
let yen: GivenNeed;

/**
 * Acme, which is named, pays 1,000.00 USD by card for two milestones, of which the first is accepted; Beta, which is not,
 * pledges 250.00 of 300.00 USD in advance for a third one; and Acme pays ¥10,001 for another project, all accepted.
 */
beforeAll(async () => {
  api = await TestApi.start({ HOLD_LIMIT_DAYS: '90' });
  for (const currency of ['usd', 'jpy']) await api.stripe.topUp(50_000, currency);
  const operators = await givenOperators(api);
  operator = operators.third;
  await givenRight(api, operators.first, operators.second, operator, 'FINANCE_OPERATOR');
  [acme, beta] = [await givenCompany(api), await givenCompany(api)];
  const named = { organisationId: acme.organisationId, visibility: 'NAMED' };
  await api.mutate(
    'setOrganisationVisibility',
    'SetOrganisationVisibilityInput',
    'clientMutationId',
    named,
    acme.finance,
  );
  grace = await api.givenPerson('Grace Žluťoučká 株');
  await givenPayoutAccount(api, grace);
  dollars = await givenNeed(api, grace, ['60000', '40000', '25000']);
  yen = await givenNeed(api, grace, ['10001'], 'JPY');
  await givenPaidPledge(api, acme, dollars.needId, '100000');
  await givenBalance(api, beta, '30000');
  const pledgeId = await givenPledge(api, beta, dollars.needId, '25000', 'USD', 'BALANCE');
  await api.mutate('approvePledge', 'DecidePledgeInput', 'clientMutationId', { pledgeId }, beta.finance);
  await api.settle();
  await givenPaidPledge(api, acme, yen.needId, '10001', 'JPY');
  const reviewer = await givenReviewer(api);
  for (const milestoneId of [dollars.milestoneIds[0]!, yen.milestoneIds[0]!])
    await givenAcceptance(api, { maintainer: grace, milestoneId, reviewer });
  // What came by card can be sent when Stripe has it.
  await api.passDays(3);
}, 120_000);
afterAll(() => api.close());

const day = (offset: number): string =>
  addMs(api.clock.now(), offset * DAY_MS)
    .toISOString()
    .slice(0, 10);
/** Everything until now. */
const always = () => ({ from: day(-400), to: day(1) });

interface Amount {
  readonly minor: string;
}

async function projectMoney(projectId: string, as: Sender = nobody) {
  const amounts = [
    'promised',
    'paid',
    'heldUnassigned',
    'heldForMilestones',
    'heldByHost',
    'owed',
    'inTransfer',
    'paidOut',
  ];
  const selection = [...amounts, 'platformFee', 'returned'].map((name) => `${name} { minor currency }`).join(' ');
  const { data } = await api.gql(
    `query ($id: ID!) { node(id: $id) { ... on Project { moneyStatement { currencies { ${selection} }
      payers { organisation { id name } payers paid { minor currency } returned { minor } } } } } }`,
    { id: projectId },
    as,
  );
  const { currencies, payers } = (
    data!.node as { moneyStatement: { currencies: Record<string, Amount>[]; payers: object[] } }
  ).moneyStatement;
  return { currencies: currencies.map(shown), payers };
}

/** Amounts that are not zero, by name. */
function shown(amounts: Record<string, Amount>): Record<string, string> {
  const entries = Object.entries(amounts).filter(([, { minor }]) => minor !== '0');
  return Object.fromEntries(entries.map(([name, { minor }]) => [name, minor]));
}

async function download(
  path: string,
  as: Sender,
): Promise<{ status: number; type: string; body: Buffer; headers: Headers }> {
  const answer = await fetch(path.startsWith('http') ? path : `${api.url}/statements/${path}`, { headers: as.headers });
  const body = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body, headers: answer.headers };
}

const query = ({ from, to }: { from: string; to: string }): string => `?from=${from}&to=${to}`;

/** Records of a CSV file that has no line breaks in its cells, as objects. */
function records(csv: Buffer): Record<string, string>[] {
  const lines = csv.toString('utf8').split('\r\n');
  expect(lines.pop()).toBe('');
  const cells = (line: string): string[] =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) =>
      cell!.replace(/^"|"$/g, '').replaceAll('""', '"'),
    );
  const names = cells(lines[0]!);
  return lines.slice(1).map((line) => Object.fromEntries(names.map((name, at) => [name, cells(line)[at]!])));
}

async function receiptsOf({ organisationId, finance }: GivenCompany, more = '', as: Sender = finance) {
  const answer = await api.gql(
    `query ($id: ID!) { receipts(organisationId: $id, first: 50${more}) { nodes {
       id means amount { minor currency decimal } returned { minor } needTitle projectName pdfUrl csvUrl pledgeId paymentId } } }`,
    { id: organisationId },
    as,
  );
  if (!answer.data) throw new Error(JSON.stringify(answer.errors));
  return (answer.data.receipts as { nodes: Record<string, string>[] }).nodes;
}

describe('the public statement of a project', () => {
  it('says by state where its money stands, and all of it is what was paid', async () => {
    expect((await projectMoney(dollars.projectId)).currencies).toEqual([
      { paid: '125000', heldForMilestones: '65000', paidOut: '57000', platformFee: '3000' },
    ]);
    expect((await projectMoney(yen.projectId)).currencies).toEqual([
      { paid: '10001', paidOut: '9501', platformFee: '500' },
    ]);
  });

  it('names a payer that chose to be named, and sums up the others', async () => {
    expect((await projectMoney(dollars.projectId)).payers).toEqual([
      {
        organisation: { id: acme.organisationId, name: 'Some name' },
        payers: 1,
        paid: { minor: '100000', currency: 'USD' },
        returned: { minor: '0' },
      },
      { organisation: null, payers: 1, paid: { minor: '25000', currency: 'USD' }, returned: { minor: '0' } },
    ]);
    // The names of organisations have a wall of their own in GraphQL; this is what stands before it.
    const id = parseId('prj', dollars.projectId);
    const statement = (await api.app.get(ProjectMoneyQueries, { strict: false }).statementsOf([id])).get(id)!;
    expect(statement.payers.map(({ organisation }) => organisation?.name ?? null)).toEqual(['Some name', null]);
    const text = JSON.stringify(await projectMoney(dollars.projectId, grace));
    expect(text).not.toContain(beta.organisationId);
  });
});

describe('liabilities against assets', () => {
  const position = (account: string, minor: string) => ({ account, amount: { minor } });

  it('are public, class by class, with what covers them', async () => {
    const query =
      'query ($code: String!) { liabilities(currency: $code) { currency liabilities { account amount { minor } } owed { minor } assets { account amount { minor } } covering { minor } ratio } }';
    const open: object[] = [];
    for (const code of ['JPY', 'USD']) {
      const { liabilities } = (await api.gql(query, { code })).data as {
        liabilities: { liabilities: { amount: Amount }[] };
      };
      const notZero = liabilities.liabilities.filter(({ amount }) => amount.minor !== '0');
      open.push({ ...liabilities, liabilities: notZero });
    }
    expect(open).toEqual([
      {
        currency: 'JPY',
        liabilities: [],
        owed: { minor: '0' },
        // 50,000 of float, 10,001 less Stripe's 360, less 9,501 sent.
        assets: [position('stripe.balance', '50140'), position('stripe.clearing', '0')],
        covering: { minor: '50140' },
        ratio: null,
      },
      {
        currency: 'USD',
        liabilities: [position('held.milestone', '65000'), position('held.org', '5000')],
        owed: { minor: '70000' },
        // 500.00 of float, 970.70 and 291.00 after Stripe's fees, less 570.00 sent.
        assets: [position('stripe.balance', '119170'), position('stripe.clearing', '0')],
        covering: { minor: '119170' },
        ratio: '1.7024',
      },
    ]);
  });

  it('are a page for everybody, which the front door leads to', async () => {
    const home = await fetch(api.url);
    expect(await home.text()).toContain('<a href="/money">');
    const answer = await fetch(`${api.url}/money`);
    const html = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(html).toContain('Simulated money');
    expect(html).toContain(
      'held for milestones <code>held.milestone</code></th><td style="text-align:right">650.00 USD',
    );
    expect(html).toContain('50,140 JPY');
    expect(html).toContain('Covered 1.7024 times.');
    expect(html).not.toContain('<script');
  });
});

describe('receipts of a payer', () => {
  it('are one for each payment and each pledge out of the balance, filtered and in either order', async () => {
    const facts = (rows: Record<string, unknown>[]) =>
      rows.map(({ means, amount, needTitle }) => [means, amount, needTitle]);
    const usd = (minor: string, decimal: string) => ({ minor, currency: 'USD', decimal });
    const jpy = { minor: '10001', currency: 'JPY', decimal: '10001' };
    expect(facts(await receiptsOf(acme))).toEqual([
      ['CHECKOUT', jpy, 'Safer releases'],
      ['CHECKOUT', usd('100000', '1000.00'), 'Safer releases'],
    ]);
    expect(facts(await receiptsOf(beta, ', order: OLDEST'))).toEqual([
      ['CHECKOUT', usd('30000', '300.00'), null],
      ['BALANCE', usd('25000', '250.00'), 'Safer releases'],
    ]);
    expect(facts(await receiptsOf(acme, ', currency: "JPY"'))).toEqual([['CHECKOUT', jpy, 'Safer releases']]);
    expect(await receiptsOf(acme, `, from: "${day(-30)}", to: "${day(-20)}"`)).toEqual([]);
    const page = `query ($id: ID!, $after: String) { receipts(organisationId: $id, first: 1, after: $after) {
      nodes { amount { minor } } pageInfo { hasNextPage endCursor } } }`;
    const first = (await api.gql(page, { id: acme.organisationId }, acme.finance)).data!.receipts as {
      pageInfo: { endCursor: string };
    };
    expect(first).toMatchObject({ nodes: [{ amount: { minor: '10001' } }], pageInfo: { hasNextPage: true } });
    const next = { id: acme.organisationId, after: first.pageInfo.endCursor };
    expect((await api.gql(page, next, acme.finance)).data!.receipts).toMatchObject({
      nodes: [{ amount: { minor: '100000' } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('say in a PDF what was paid, with the digits of the currency and in words that promise no more than is true', async () => {
    const [jpy, usd] = await receiptsOf(acme);
    const pdf = await download(usd!.pdfUrl!, acme.finance);
    expect([pdf.status, pdf.type, pdf.headers.get('cache-control')]).toEqual([
      200,
      'application/pdf',
      'private, no-store',
    ]);
    expect(pdf.headers.get('content-disposition')).toBe(`attachment; filename="receipt-${usd!.id!}.pdf"`);
    const text = textOfPdf(pdf.body);
    for (const part of [
      usd!.id!,
      'Some name',
      acme.organisationId,
      'Amount: 1,000.00 USD',
      'Returned of it: 0.00 USD',
      'Safer releases',
    ])
      expect(text.replaceAll('\n', ' ')).toContain(part);
    expect(text).toContain('held until the work is accepted');
    expect(text.toLowerCase()).not.toMatch(/escr.w/);
    expect(text).toContain('Simulated money');
    expect(textOfPdf((await download(jpy!.pdfUrl!, acme.finance)).body)).toContain('Amount: 10,001 JPY');
  });

  it('are CSV with minor units and exponents', async () => {
    const [jpy] = await receiptsOf(acme);
    const one = await download(jpy!.csvUrl!, acme.finance);
    expect(one.type).toBe('text/csv; charset=utf-8');
    expect(
      records(one.body).map(({ entry, subject, amount_minor, currency, exponent }) => [
        entry,
        subject,
        amount_minor,
        currency,
        exponent,
      ]),
    ).toEqual([
      ['received', 'Safer releases', '10001', 'JPY', '0'],
      ['allocated', 'Part 1', '10001', 'JPY', '0'],
    ]);
    const all = await download(`receipts-of/${acme.organisationId}.csv${query(always())}`, acme.finance);
    expect(
      records(all.body).map(({ means, amount_minor, currency, exponent }) => [means, amount_minor, currency, exponent]),
    ).toEqual([
      ['checkout', '100000', 'USD', '2'],
      ['checkout', '10001', 'JPY', '0'],
    ]);
  });
});

describe('statements', () => {
  const lines = (csv: Buffer) =>
    records(csv).map((row) =>
      [row.part, row.entry, row.account, row.amount_minor, row.currency, row.gross_minor, row.platform_fee_minor]
        .join(' ')
        .trim(),
    );

  it('of a payer begin with what was held, list every row, and end with what is held', async () => {
    const { body } = await download(`payers/${acme.organisationId}.csv${query(always())}`, acme.finance);
    expect(lines(body)).toEqual([
      'line pledge_paid held.pledge 100000 USD',
      'line allocated held.pledge -100000 USD',
      'line allocated held.milestone 60000 USD',
      'line allocated held.milestone 40000 USD',
      'line pledge_paid held.pledge 10001 JPY',
      'line allocated held.pledge -10001 JPY',
      'line allocated held.milestone 10001 JPY',
      'line milestone_released held.milestone -60000 USD',
      'line milestone_released held.milestone -10001 JPY',
      'closing  held.milestone 40000 USD',
    ]);
    const later = await download(
      `payers/${acme.organisationId}.csv${query({ from: day(0), to: day(1) })}`,
      acme.finance,
    );
    expect(lines(later.body)).toEqual(['opening  held.milestone 40000 USD', 'closing  held.milestone 40000 USD']);
  });

  it('of a payee show what was released with its fee, what was sent, and what is at Stripe', async () => {
    const { body } = await download(`payees/${grace.personId}.csv${query(always())}`, grace);
    const sent = (released: string, fee: string, minor: string, currency: string): string[] => [
      `line milestone_released payable ${minor} ${currency} ${released} ${fee}`,
      `line transfer_requested payable -${minor} ${currency}`,
      `line transfer_requested transfer.clearing ${minor} ${currency}`,
      `line transfer_settled transfer.clearing -${minor} ${currency}`,
      `line transfer_mirrored mirror.connected ${minor} ${currency}`,
    ];
    expect(
      lines(body).filter((line) => line.includes('USD') && !line.startsWith('closing') && !line.includes('payout')),
    ).toEqual(sent('60000', '3000', '57000', 'USD'));
    expect(
      lines(body).filter((line) => line.includes('JPY') && !line.startsWith('closing') && !line.includes('payout')),
    ).toEqual(sent('10001', '500', '9501', 'JPY'));
  });

  it('are the same in GraphQL, with totals by year for who is paid', async () => {
    const { data, errors } = await api.gql(
      `query ($from: String!, $to: String!) { payeeStatement(from: $from, to: $to) { opening { account } csvUrl
         lines(first: 20) { nodes { kind account amount { minor } gross { decimal } platformFee { decimal } hostFee { minor } milestoneTitle } }
         years { gross { decimal } platformFee { decimal } hostFee { minor } fromProjects { minor } sent { decimal currency } } } }`,
      always(),
      grace,
    );
    expect(errors).toBeUndefined();
    const statement = data!.payeeStatement as {
      lines: { nodes: object[] };
      years: object[];
      csvUrl: string;
      opening: object[];
    };
    expect(statement.opening).toEqual([]);
    expect(statement.lines.nodes[0]).toEqual({
      kind: 'milestone_released',
      account: 'payable',
      amount: { minor: '57000' },
      gross: { decimal: '600.00' },
      platformFee: { decimal: '30.00' },
      hostFee: { minor: '0' },
      milestoneTitle: 'Part 1',
    });
    const zero = { minor: '0' };
    expect(statement.years).toEqual([
      {
        gross: { decimal: '10001' },
        platformFee: { decimal: '500' },
        hostFee: zero,
        fromProjects: zero,
        sent: { decimal: '9501', currency: 'JPY' },
      },
      {
        gross: { decimal: '600.00' },
        platformFee: { decimal: '30.00' },
        hostFee: zero,
        fromProjects: zero,
        sent: { decimal: '570.00', currency: 'USD' },
      },
    ]);
    expect((await download(statement.csvUrl, grace)).status).toBe(200);
  });

  it('are PDFs that survive every name: what the font lacks is written as its code point', async () => {
    const { status, body } = await download(`payees/${grace.personId}.pdf${query(always())}`, grace);
    expect(status).toBe(200);
    const text = textOfPdf(body).replaceAll('\n', ' ');
    expect(text).toContain('Statement of what is owed to Grace Žluťoučká [U+682A]');
    expect(text).toContain('570.00 USD');
    expect(text).toContain('of 600.00 USD: fee of the platform 30.00 USD');
    expect(text).toContain('9,501 JPY');
  });
});

describe('the journal', () => {
  it('is the whole ledger of the period, row by row', async () => {
    const days = always();
    const { status, body } = await download(`journal.csv${query(days)}`, operator);
    expect(status).toBe(200);
    const rows = records(body);
    const [ledger] = await api.database.asOwner<{ count: number; digest: string }>(
      `SELECT count(*)::int AS count,
              md5(string_agg(concat_ws(' ', tx.idem, posting.seq, account.code, account.owner, posting.amount, posting.currency, tx.digest), '|'
                             ORDER BY tx.posted_at, tx.id, posting.seq)) AS digest
         FROM ledger_posting posting JOIN ledger_tx tx ON tx.id = posting.tx_id JOIN ledger_account account ON account.id = posting.account_id`,
    );
    expect(ledger!.count).toBeGreaterThan(40);
    expect(rows).toHaveLength(ledger!.count);
    const [file] = await api.database.asOwner<{ digest: string }>('SELECT md5($1) AS digest', [
      rows
        .map(({ key, row, account, owner, amount_minor, currency, digest }) =>
          [key, row, account, owner, amount_minor, currency, digest].join(' '),
        )
        .join('|'),
    ]);
    expect(file!.digest).toBe(ledger!.digest);
    const { data } = await api.gql(
      'query ($from: String!, $to: String!) { journalExport(from: $from, to: $to) { postings csvUrl } }',
      days,
      operator,
    );
    expect(data!.journalExport).toEqual({
      postings: ledger!.count,
      csvUrl: `${api.url}/statements/journal.csv${query(days)}`,
    });
  });
});

describe('somebody else', () => {
  const refusal = async (path: string, as: Sender) => {
    const { status, body } = await download(path, as);
    return [status, (JSON.parse(body.toString()) as { code: string }).code];
  };

  it('gets no file: not found for others, the missing role for members, and a sign-in for visitors', async () => {
    const days = query(always());
    const [receipt] = await receiptsOf(acme);
    const stranger = await api.givenPerson('Stranger');
    const org = acme.organisationId;
    for (const format of ['csv', 'pdf']) {
      const one = `receipts/${receipt!.id!}.${format}`;
      for (const somebody of [stranger, beta.finance, grace, acme.engineer])
        expect(await refusal(one, somebody)).toEqual([404, 'RECEIPT_NOT_FOUND']);
      expect(await refusal(`receipts/${formatId('led', newId<'led'>())}.${format}`, acme.finance)).toEqual([
        404,
        'RECEIPT_NOT_FOUND',
      ]);
      expect(await refusal(`payers/${org}.${format}${days}`, beta.finance)).toEqual([404, 'ORGANISATION_NOT_FOUND']);
      expect(await refusal(`payers/${org}.${format}${days}`, acme.engineer)).toEqual([403, 'MISSING_ROLE']);
      for (const somebody of [stranger, acme.finance])
        expect(await refusal(`payees/${grace.personId}.${format}${days}`, somebody)).toEqual([
          404,
          'STATEMENT_NOT_FOUND',
        ]);
      expect(await refusal(`payees/${org}.${format}${days}`, acme.engineer)).toEqual([404, 'STATEMENT_NOT_FOUND']);
      for (const path of [one, `payers/${org}.${format}${days}`, `payees/${grace.personId}.${format}${days}`])
        expect(await refusal(path, nobody)).toEqual([401, 'UNAUTHENTICATED']);
    }
    expect(await refusal(`receipts-of/${org}.csv${days}`, beta.finance)).toEqual([404, 'ORGANISATION_NOT_FOUND']);
    expect(await refusal(`journal.csv${days}`, acme.finance)).toEqual([403, 'FORBIDDEN']);
    expect(await refusal(`journal.csv${days}`, nobody)).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('who is a finance operator reads all, and learns no name by it', async () => {
    const [receipt] = await receiptsOf(beta, '', operator);
    const { status, body } = await download(receipt!.pdfUrl!, operator);
    expect(status).toBe(200);
    const text = textOfPdf(body).replaceAll('\n', '');
    expect(text).toContain(`Payer: ${beta.organisationId}`);
    expect(text).not.toContain('Some name');
    const statement = await download(`payees/${grace.personId}.pdf${query(always())}`, operator);
    expect(textOfPdf(statement.body)).not.toContain('Grace');
  });

  it('gets a refusal for a period that is none', async () => {
    const of = `payers/${acme.organisationId}.csv`;
    for (const days of [
      '',
      query({ from: day(0), to: day(0) }),
      '?from=2026-02-31&to=2026-03-01',
      '?from=2026-01-01&to=later',
    ])
      expect(await refusal(of + days, acme.finance)).toEqual([400, 'INVALID_PERIOD']);
    expect(await refusal('payers/nothing.txt', acme.finance)).toEqual([404, 'NOT_FOUND']);
  });
});

describe('when held money has gone back', () => {
  beforeAll(() => api.passDays(76), 120_000);

  it('statement, receipts and payers say so, and the books are whole', async () => {
    const { currencies, payers } = await projectMoney(dollars.projectId);
    expect(currencies).toEqual([{ paid: '125000', paidOut: '57000', platformFee: '3000', returned: '65000' }]);
    expect(payers).toMatchObject([
      { returned: { minor: '40000' } },
      { organisation: null, returned: { minor: '25000' } },
    ]);
    const usd = (await receiptsOf(acme)).find(({ returned }) => (returned as unknown as Amount).minor !== '0')!;
    expect(usd).toMatchObject({ amount: { minor: '100000' }, returned: { minor: '40000' } });
    const { body } = await download(usd.csvUrl!, acme.finance);
    expect(records(body).map(({ entry, amount_minor }) => `${entry!} ${amount_minor!}`)).toEqual([
      'received 100000',
      'allocated 60000',
      'allocated 40000',
      'pledge_returned 40000',
      'refund_settled 40000',
    ]);
    expect((await receiptsOf(beta)).map(({ means, returned }) => [means, returned])).toEqual([
      ['BALANCE', { minor: '25000' }],
      ['CHECKOUT', { minor: '30000' }],
    ]);
    expect((await booksOf(api)).wrong).toEqual([]);
  });
});
