/**
 * A rule that reports every node which matches one of the selectors (https://eslint.org/docs/latest/extend/selectors).
 *
 * `no-restricted-syntax` would do the same, but it is one rule: its options in one block of the configuration replace
 * those of another, so that an exception for one folder would lift all other bans there too.
 *
 * @param {string} message what to do instead
 * @param {readonly string[]} selectors
 * @returns {import('eslint').Rule.RuleModule}
 */
export function bannedSyntax(message, selectors) {
  return {
    meta: { type: 'problem', docs: { description: message }, schema: [], messages: { banned: message } },
    create: (context) => ({
      [selectors.join(', ')]: (node) => context.report({ node, messageId: 'banned' }),
    }),
  };
}
