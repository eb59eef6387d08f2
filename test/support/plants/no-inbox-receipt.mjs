// A planted bug, loaded into one process of a trial by NODE_OPTIONS: a consumer is told that it sees each message for
// the first time, and nothing is written down. Undisturbed, such a program does everything right.
import pg from 'pg';

const RECEIPT = 'INSERT INTO inbox_receipt';
const query = pg.Client.prototype.query;

pg.Client.prototype.query = function forgetful(statement, parameters, ...rest) {
  if (typeof statement === 'string' && statement.startsWith(RECEIPT)) return query.call(this, 'SELECT 1', [], ...rest);
  return query.call(this, statement, parameters, ...rest);
};
