import { bannedSyntax } from './banned-syntax.mjs';
import { timingSafeComparison } from './timing-safe-comparison.mjs';

const PARALLEL = "CallExpression[callee.object.name='Promise'][callee.property.name=/^(all|allSettled|any|race)$/]";
const RUN = "CallExpression[callee.property.name='run']";

/** The bans of the design, section 3. Which files each holds for is decided in `eslint.config.js`. */
export const houseRules = {
  meta: { name: 'mainstay' },
  rules: {
    'no-wall-clock': bannedSyntax('Time comes from Clock or tx.now.', [
      "MemberExpression[object.name='Date'][property.name='now']",
      "MemberExpression[object.name='Date'][property.value='now']",
      "NewExpression[callee.name='Date'][arguments.length=0]",
      // Date() without `new` is the current time as text.
      "CallExpression[callee.name='Date']",
    ]),
    'no-ambient-random': bannedSyntax('Ids come from newId(), secrets from randomBytes; nothing else is random.', [
      "MemberExpression[object.name='Math'][property.name='random']",
      "MemberExpression[property.name='randomUUID']",
      "ImportSpecifier[imported.name='randomUUID']",
    ]),
    'no-process-env': bannedSyntax('The environment is read and checked once, by platform/config.', [
      "MemberExpression[object.name='process'][property.name='env']",
      "MemberExpression[object.property.name='process'][property.name='env']",
      "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
      "ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name='env']",
    ]),
    'no-math-round': bannedSyntax('Amounts are bigint: use splitMoney, basisPoints or whole-number division.', [
      "MemberExpression[object.name='Math'][property.name='round']",
    ]),
    'no-parallel-in-transaction': bannedSyntax(
      'A transaction has one connection: statements follow each other, and a failed one must not leave others running.',
      [
        `${RUN}[callee.object.property.name=/unitOfWork$/i] ${PARALLEL}`,
        `${RUN}[callee.object.name=/unitOfWork$/i] ${PARALLEL}`,
        // What takes a `tx` is called inside a unit of work.
        `:function:has(> Identifier.params[name='tx']) ${PARALLEL}`,
      ],
    ),
    'no-raw-data-source': bannedSyntax('SQL lives in *.repository.ts and *.queries.ts; services use UnitOfWork.', [
      "ImportDeclaration[source.value='typeorm'] > ImportSpecifier[imported.name='DataSource']",
      "ImportDeclaration[source.value='typeorm'] > ImportNamespaceSpecifier",
      "ImportDeclaration[source.value='typeorm'] > ImportDefaultSpecifier",
      "ImportDeclaration[source.value='@nestjs/typeorm'] > ImportSpecifier[imported.name='InjectDataSource']",
      "TSImportType[source.value='typeorm'][qualifier.name='DataSource']",
    ]),
    'max-constructor-params': bannedSyntax('More than six collaborators: split the class.', [
      "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>6]",
    ]),
    'timing-safe-comparison': timingSafeComparison,
  },
};
