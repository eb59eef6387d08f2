import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { isWantedPath } from './selection.mjs';

/**
 * The wanted operations of the SDK: method and path stand in the JavaScript of a resource, the types of parameters and
 * answer in its declarations.
 */
export function operationsOf(declarations) {
  return declarations.resourceFiles().flatMap((file) => operationsIn(declarations, file));
}

function operationsIn(declarations, file) {
  const calls = callsIn(file.fileName.replace(/\.d\.ts$/, '.js'));
  return file.statements.filter(ts.isClassDeclaration).flatMap((declared) =>
    declared.members
      .filter(ts.isMethodDeclaration)
      .map((member) => ({ member, call: calls.get(`${declared.name.text}.${member.name.getText()}`) }))
      .filter(({ call }) => call !== undefined && isWantedPath(call.path))
      .map(({ member, call }) => ({
        ...call,
        operationId: `${namespaceOf(declarations, declared)}.${member.name.getText()}`,
        parameters: parameterType(member),
        parametersAreOptional: member.parameters.some((one) => isParameters(one) && one.questionToken !== undefined),
        answer: answerType(member),
      })),
  );
}

/** `RefundResource` of `resources/Refunds.d.ts` is `Refunds`. */
function namespaceOf(declarations, declared) {
  const name = declarations.nameOf(declared).replace(/Resource$/, '');
  return name.endsWith('s') ? name : `${name}s`;
}

const isParameters = ({ name }) => name.getText() === 'params';

function parameterType(member) {
  return member.parameters.find(isParameters)?.type ?? null;
}

/** `Promise<Response<T>>` is `T`, `ApiListPromise<T>` a list of it. */
function answerType({ type }) {
  const kind = type.typeName.getText();
  const [argument] = type.typeArguments;
  if (kind === 'Promise') return { kind: 'object', type: argument.typeArguments[0] };
  return { kind: ANSWERS[kind], type: argument };
}

const ANSWERS = { ApiListPromise: 'list', ApiSearchResultPromise: 'search', V2ListPromise: 'v2list' };

/** `Class.method` to its method and path, for methods that make one call of the API. */
function callsIn(fileName) {
  const source = ts.createSourceFile(fileName, readFileSync(fileName, 'utf8'), ts.ScriptTarget.ESNext, true);
  const calls = new Map();
  for (const declared of source.statements.filter(ts.isClassDeclaration)) {
    for (const member of declared.members.filter(ts.isMethodDeclaration)) {
      const call = apiCallIn(member);
      if (call !== null) calls.set(`${declared.name.text}.${member.name.getText()}`, call);
    }
  }
  return calls;
}

function apiCallIn(member) {
  let found = null;
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'this._makeRequest') {
      const path = pathOf(node.arguments[1]);
      if (path !== null) found ??= { method: node.arguments[0].text, path };
    }
    ts.forEachChild(node, visit);
  };
  visit(member);
  return found;
}

/** `/v1/refunds/${encodeURIComponent(id)}/cancel` is `/v1/refunds/{id}/cancel`. */
function pathOf(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  const name = ({ expression }) => expression.arguments[0].getText();
  return node.head.text + node.templateSpans.map((span) => `{${name(span)}}${span.literal.text}`).join('');
}
