export { FirstOperator } from './first-operator.js';
export { operatorsMessages } from './messages.en.js';
export { OPERATOR_PROPOSAL } from './operator-proposal.states.js';
export { OperatorsModule } from './operators.module.js';
export { OperatorsQueries } from './operators.queries.js';
