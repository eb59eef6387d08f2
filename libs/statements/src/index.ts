export { StatementsModule } from './statements.module.js';
export { StatementsQueries, type NeedMoney } from './statements.queries.js';
