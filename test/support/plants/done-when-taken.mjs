// A planted bug, loaded into one process of a trial by NODE_OPTIONS: a message is marked as done when it is claimed, and
// not when its consumers have committed. Undisturbed, such a program does everything right.
import pg from 'pg';

const CLAIM = 'UPDATE outbox_message AS message SET leased_until = $2';
const query = pg.Client.prototype.query;

pg.Client.prototype.query = function hasty(statement, ...rest) {
  const isClaim = typeof statement === 'string' && statement.startsWith(CLAIM);
  return query.call(this, isClaim ? statement.replace(CLAIM, `${CLAIM}, completed_at = $1`) : statement, ...rest);
};
