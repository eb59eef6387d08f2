import ts from 'typescript';

/**
 * Places where a guard could be skipped, found by reading the code. Each is written so that one place of all can be
 * switched off while the tests run: `mainstayGuard` is what `setup.mjs` puts there.
 */
const PREDICATES = /^(belongsTo|hasRole|isAllowed|holdsRole|isPayer|isMaintainer|isVisible)$/;
const PARTY = /\bpersonId\b|\bprincipal\b|belongsTo|hasRole|isAllowed|isVisible|isPayer|holdsRole/;
const OWN = /\bprincipal\.personId\b|\bpersonOf\(/;
const EMPTY = /^(null|false|\[\]|'\w+')$/;
const SCOPE_COLUMNS =
  'organisation_id|person_id|recipient_person_id|to_person_id|submitted_by|registered_by|invited_by|session_id';
const MARKS = 'accepted_at|revoked_at|used_at|removed_at|replaced_at|ended_at|read_at|accepted_by';
const SCOPES = new RegExp(
  String.raw`\b(?:\w+\.)?(?:${SCOPE_COLUMNS})\s*=\s*(?:ANY\(\$\d+(?:::[\w[\]]+)?\)|\$\d+)`,
  'g',
);
const STATES = new RegExp(
  String.raw`\b(?:\w+\.)?(?:(?:${MARKS}) IS NULL|\w*expires_at > \$\d+|status (?:= '\w+'|IN \('[^)]*'\)))`,
  'g',
);
const SCOPE_PROPERTIES = ['personId', 'organisationId', 'status'];

/** @returns the sites of one file in their order, each with the edits that make it switchable */
export function sitesOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const sites = [];
  const taken = [];
  const add = (kind, node, edits) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.start);
    const id = `${path}:${String(line + 1)}:${String(character + 1)}`;
    const what = text.slice(node.start, node.end).replace(/\s+/g, ' ').slice(0, 110);
    const around = text.split('\n', line + 1)[line].trim();
    sites.push({ id, path, kind, what, around, edits: edits(JSON.stringify(id)) });
  };
  const visit = (node) => {
    if (ts.isCatchClause(node)) return;
    for (const find of [assertion, refusal, emptyAnswer, predicate, ownership, sql, finder, machineGuard, confirmation])
      find(node, { source, text, add, taken });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

const rangeOf = (node, source) => ({ start: node.getStart(source), end: node.end });

/** `assertRole(principal, …);` is not called. */
function assertion(node, { source, add }) {
  if (!ts.isExpressionStatement(node)) return;
  const call = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  if (!ts.isCallExpression(call) || !/^assert[A-Z]/.test(nameOf(call))) return;
  const range = rangeOf(node, source);
  add('a guard is not called', range, (id) => [
    [range.start, range.start, `{ if (!mainstayGuard.skips(${id})) try { `],
    [range.end, range.end, ` } catch (error) { mainstayGuard.fired(${id}); throw error; } }`],
  ]);
}

/** `if (…) throw new …Error()` does not throw. */
function refusal(node, context) {
  if (!ts.isIfStatement(node) || node.elseStatement) return;
  const thrown = onlyStatement(node.thenStatement);
  if (!thrown || !ts.isThrowStatement(thrown) || !ts.isNewExpression(thrown.expression)) return;
  if (/^Error$|^TypeError$/.test(thrown.expression.expression.getText())) return;
  neverTrue('a refusal is skipped', node.expression, context);
}

/** `if (…) return null` goes on instead, where the condition is about who asks. */
function emptyAnswer(node, context) {
  if (!ts.isIfStatement(node) || node.elseStatement || !PARTY.test(node.expression.getText())) return;
  const returned = onlyStatement(node.thenStatement);
  if (!returned || !ts.isReturnStatement(returned) || !EMPTY.test(returned.expression?.getText() ?? '')) return;
  neverTrue('a refusal is skipped', node.expression, context);
}

function neverTrue(kind, condition, { source, add, taken }) {
  const range = rangeOf(condition, source);
  taken.push(range);
  // It refuses by itself, so it must not even be asked.
  if (/\bisAllowed\(/.test(condition.getText()))
    return add(kind, range, (id) => [
      [range.start, range.start, `!mainstayGuard.skips(${id}) && (`],
      [range.end, range.end, ')'],
    ]);
  add(kind, range, (id) => [
    [range.start, range.start, '('],
    [range.end, range.end, `) && mainstayGuard.holds(${id})`],
  ]);
}

/** `belongsTo(…)` is always true, where it is not the condition of a refusal. */
function predicate(node, context) {
  const call = ts.isAwaitExpression(node) ? node.expression : node;
  if (!ts.isCallExpression(call) || !PREDICATES.test(nameOf(call))) return;
  if (call === node && ts.isAwaitExpression(node.parent)) return;
  // A promise that is handed on is judged where it is awaited.
  if (call === node && /^(holdsRole|isPayer|isMaintainer|isVisible)$/.test(nameOf(call))) return;
  alwaysTrue(node, context);
}

/** `row.personId === principal.personId` is always true, where it is not the condition of a refusal. */
function ownership(node, context) {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken) return;
  if (!OWN.test(node.left.getText()) && !OWN.test(node.right.getText())) return;
  alwaysTrue(node, context);
}

function alwaysTrue(node, { source, add, taken }) {
  const range = rangeOf(node, source);
  if (taken.some(({ start, end }) => start <= range.start && range.end <= end)) return;
  add('an answer is always yes', range, (id) => [
    [range.start, range.start, `mainstayGuard.or(${id}, `],
    [range.end, range.end, ')'],
  ]);
}

/** A condition of a statement holds for every row; its parameters stay in use. */
function sql(node, { source, text, add }) {
  const isPlain = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);
  if (!isPlain && !ts.isTemplateHead(node) && !ts.isTemplateMiddle(node) && !ts.isTemplateTail(node)) return;
  if (ts.isImportDeclaration(node.parent) || ts.isLiteralTypeNode(node.parent) || isLockAlone(node)) return;
  const start = node.getStart(source);
  const raw = text.slice(start, node.end);
  const quotes = ts.isStringLiteral(node)
    ? [
        [start, start + 1, '`'],
        [node.end - 1, node.end, '`'],
      ]
    : [];
  for (const [kind, pattern] of [
    ['the scope is dropped', SCOPES],
    ['the state is not asked', STATES],
  ]) {
    for (const match of raw.matchAll(pattern)) {
      if (isAssignment(raw, match.index)) continue;
      const range = { start: start + match.index, end: start + match.index + match[0].length };
      add(kind, range, (id) => [
        ...quotes,
        [range.start, range.end, `\${mainstayGuard.sql(${id}, ${JSON.stringify(match[0])})}`],
      ]);
    }
  }
}

/** A SELECT whose rows nobody looks at only locks them: of more rows it decides no more. */
function isLockAlone(node) {
  const literal = ts.isTemplateExpression(node.parent) ? node.parent : node;
  const call = literal.parent;
  if (!ts.isCallExpression(call) || !ts.isAwaitExpression(call.parent)) return false;
  return (
    ts.isExpressionStatement(call.parent.parent) && /^.\s*SELECT 1 .*FOR (NO KEY )?UPDATE/s.test(literal.getText())
  );
}

/** Between SET and WHERE, or behind CHECK and CASE, it is no condition. */
function isAssignment(raw, at) {
  const before = raw.slice(0, at);
  return before.lastIndexOf(' SET ') > before.lastIndexOf('WHERE');
}

/** A finder of TypeORM that does not ask for one of its properties. */
function finder(node, { source, add }) {
  if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return;
  if (!SCOPE_PROPERTIES.includes(node.name.getText())) return;
  const owner = node.parent.parent;
  if (!ts.isPropertyAssignment(owner) || owner.name.getText() !== 'where') return;
  const range = rangeOf(node, source);
  add('the scope is dropped', range, (id) => [
    [range.start, range.start, `...(mainstayGuard.skips(${id}) ? {} : { `],
    [range.end, range.end, ' })'],
  ]);
}

/** A transition without its guards. */
function machineGuard(node, { source, add }) {
  if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'guards') return;
  if (!ts.isArrayLiteralExpression(node.initializer) || node.initializer.elements.length === 0) return;
  const range = rangeOf(node, source);
  add('a guard of a machine is gone', range, (id) => [
    [range.start, range.start, `get guards() { return mainstayGuard.skips(${id}) ? [] : `],
    [range.start, node.initializer.getStart(source), ''],
    [range.end, range.end, '; }'],
  ]);
}

/** A mutation that no passkey has to confirm. */
function confirmation(node, { source, add }) {
  if (!ts.isPropertyAssignment(node) || !/^'Mutation\.\w+'$/.test(node.name.getText())) return;
  const table = node.parent.parent;
  if (!ts.isVariableDeclaration(table) || table.name.getText() !== 'PROTECTED') return;
  const range = rangeOf(node.initializer, source);
  add('no passkey is asked for', rangeOf(node, source), (id) => [
    [range.start, range.start, `mainstayGuard.protection(${id}, `],
    [range.end, range.end, ')'],
  ]);
}

function nameOf({ expression }) {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

function onlyStatement(statement) {
  if (!ts.isBlock(statement)) return statement;
  return statement.statements.length === 1 ? statement.statements[0] : null;
}

/** The text with every site made switchable. */
export function instrument(path, text) {
  const edits = new Map();
  for (const site of sitesOf(path, text)) for (const edit of site.edits) edits.set(edit.join('\0'), edit);
  // What ends at a place is written before what begins there; of two that begin there the outer one comes first.
  const ordered = [...edits.values()].map((edit, order) => ({ edit, order }));
  ordered.sort(
    (left, right) => right.edit[0] - left.edit[0] || right.edit[1] - left.edit[1] || right.order - left.order,
  );
  return ordered.reduce((done, { edit: [from, to, put] }) => done.slice(0, from) + put + done.slice(to), text);
}
