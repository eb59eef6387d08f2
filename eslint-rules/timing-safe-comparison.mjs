const SECRET_NAME = /(token|secret|signature|hmac)$/i;
const EQUALITY = new Set(['===', '!==', '==', '!=']);
const WRAPPERS = new Set(['ChainExpression', 'TSNonNullExpression', 'TSAsExpression', 'TSSatisfiesExpression']);

/** @param {import('eslint').Rule.Node} node */
function unwrapped(node) {
  return WRAPPERS.has(node.type) ? unwrapped(node.expression) : node;
}

/** The last name of `a.b.token`, `token`, `this.#token` and `request['token']`; null for other expressions. */
function nameOf(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return null;
  return node.property.name ?? node.property.value ?? null;
}

/** Comparing with something that is written in the source reveals nothing: null, undefined, literals, `typeof x`. */
function isHarmless(node) {
  if (node.type === 'Literal') return true;
  if (node.type === 'TemplateLiteral') return node.expressions.length === 0;
  if (node.type === 'UnaryExpression') return true;
  return node.type === 'Identifier' && node.name === 'undefined';
}

/**
 * `===` on a secret stops at the first difference, and the time that takes tells an attacker how far a guess was right.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const timingSafeComparison = {
  meta: {
    type: 'problem',
    docs: { description: 'Secrets are compared in constant time' },
    schema: [],
    messages: { unsafe: 'Compare "{{name}}" with timingSafeEqual of node:crypto (over digests, when lengths differ).' },
  },
  create: (context) => ({
    BinaryExpression(node) {
      if (!EQUALITY.has(node.operator)) return;
      const sides = [unwrapped(node.left), unwrapped(node.right)];
      if (sides.some(isHarmless)) return;
      const name = sides.map(nameOf).find((candidate) => typeof candidate === 'string' && SECRET_NAME.test(candidate));
      if (name !== undefined) context.report({ node, messageId: 'unsafe', data: { name } });
    },
  }),
};
