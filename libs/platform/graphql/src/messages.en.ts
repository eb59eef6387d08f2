import type { MessageCatalogue } from '#platform/kernel';

export const graphqlMessages = {
  'graphql.unauthenticated': 'Sign in, or send an API token in the Authorization header.',
  'graphql.forbidden':
    'You may not do this. If you should, ask an administrator of your organisation for the role or scope.',
  'graphql.missingScope': 'This needs an API token with the scope {scope}. Create one that has it.',
  'graphql.missingOperatorRight':
    'This needs the right {right}. An operator can propose it for you, and another one approve it.',
  'graphql.peopleOnly': 'This is done by people. Sign in; no API token can do it.',
  'graphql.internal': 'Something went wrong on our side. Tell support the id of this error.',
  'graphql.badRequest': 'The request could not be understood: {reason}',
  'graphql.bodyTooLarge': 'The body of this request is larger than is taken here. Send less at once.',
  'graphql.tooManyTokens': 'The document has more than {limit} tokens. Split it into several requests.',
  'graphql.syntax': 'The document is not valid GraphQL: {reason}',
  'graphql.tooDeep': 'The document is nested deeper than {limit} levels.',
  'graphql.tooManyFields': 'The document selects more than {limit} fields.',
  'graphql.tooManyAliases': 'The document uses more than {limit} aliases.',
  'graphql.tooManyRootFields': 'The document asks for more than {limit} root fields.',
  'graphql.tooManyDirectives': 'The document uses more than {limit} directives.',
  'graphql.tooManyRepeats':
    'The document selects fields again and again under the same name: more than {limit} pairs of them. Select each once.',
  'graphql.tooExpensive': 'The document could return {cost} objects; the limit is {limit}. Ask for smaller pages.',
  'graphql.fragmentCycle': 'The document has a fragment that contains itself.',
  'graphql.rateLimited':
    'You have asked for more than {limit} points in this window. Wait {seconds} seconds, or ask for smaller pages.',
  'graphql.unusableText': 'A text of this request holds a NUL character or half of a surrogate pair. Send it without.',
  'graphql.jsonOnly': 'Send GraphQL as a POST with the content type application/json.',
  'graphql.foreignOrigin': 'This address is not allowed to send requests with your session.',
} satisfies MessageCatalogue;
