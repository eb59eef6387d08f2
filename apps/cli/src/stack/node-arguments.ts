/**
 * What Node is started with for a process of the product. Answers are made of some thousand small objects that live as long as their
 * request: with young space for several requests at once, most of them are gone before V8 looks for what is still in use.
 */
export const NODE_ARGUMENTS: readonly string[] = ['--max-semi-space-size=32'];
