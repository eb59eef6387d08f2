// A planted bug, loaded into one process of a trial by NODE_OPTIONS: nobody looks how long ago a call was sent first, and
// it is sent again when Stripe has forgotten its key. Undisturbed, such a program does everything right.
import pg from 'pg';

const AGE = 'first_sent_at AS "firstSentAt"';
const query = pg.Client.prototype.query;

pg.Client.prototype.query = function blind(statement, ...rest) {
  const sent = typeof statement === 'string' ? statement.replace(AGE, 'NULL::timestamptz AS "firstSentAt"') : statement;
  return query.call(this, sent, ...rest);
};
