// A planted bug, loaded into one process of a trial by NODE_OPTIONS: an inventory is committed before its components are
// stored. Undisturbed, such a program does everything right.
import pg from 'pg';

const CLEARANCE = 'SET LOCAL app.organisations';
const COMPONENTS = 'INSERT INTO inventory_component';
const query = pg.Client.prototype.query;
const clearances = new WeakMap();

pg.Client.prototype.query = function inTwo(statement, ...rest) {
  if (typeof statement === 'string' && statement.startsWith(CLEARANCE)) clearances.set(this, statement);
  if (typeof statement === 'string' && statement.startsWith(COMPONENTS))
    query.call(this, `COMMIT; BEGIN; ${clearances.get(this)}`, () => undefined);
  return query.call(this, statement, ...rest);
};
