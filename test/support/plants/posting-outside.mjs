// A planted bug, loaded into one process of a trial by NODE_OPTIONS: postings go over a connection of their own, and
// are committed before the state that they belong to. Undisturbed, such a program does everything right.
import pg from 'pg';

const POSTING = 'SELECT tx_id AS "txId", created FROM ledger_post(';
const query = pg.Client.prototype.query;
const other = new pg.Client({ connectionString: process.env.DATABASE_URL, options: '-c role=mainstay_app' });
const connected = other.connect();

pg.Client.prototype.query = function outside(statement, parameters, ...rest) {
  if (typeof statement !== 'string' || !statement.startsWith(POSTING))
    return query.call(this, statement, parameters, ...rest);
  const posted = connected.then(() => query.call(other, statement, parameters));
  const [callback] = rest;
  if (typeof callback !== 'function') return posted;
  posted.then((result) => callback(null, result), callback);
};
