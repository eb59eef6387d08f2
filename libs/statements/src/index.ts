export { journalCsv, statementCsv } from './statement-csv.js';
export { PartyStatementsQueries, type Party } from './party-statements.queries.js';
export { JournalQueries } from './journal.queries.js';
export { allLiabilities, type Liabilities, type Position } from './liabilities.rules.js';
export { statementsMessages } from './messages.en.js';
export { InvalidPeriodError, periodOf, type Period } from './period.rules.js';
export { StatementFiles, type FileFormat, type StatementFile } from './statement-files.js';
export { StatementsModule } from './statements.module.js';
export { StatementsQueries, type NeedMoney } from './statements.queries.js';
