// The floor: the statements of one request, as the product sent them, by `pg` alone behind `node:http`.
import { createServer } from 'node:http';
import pg from 'pg';

const [url] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10, options: '-c role=mainstay_app' });
let statements = [];

const server = createServer((request, response) => {
  request.resume();
  answer().then(
    (rows) => {
      const body = JSON.stringify({ data: { rankedNeeds: rows } });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    },
    (error) => {
      response.writeHead(500);
      response.end(String(error));
    },
  );
});

/** Rows of every statement that has any; those of one transaction share a connection, so all of a request do. */
async function answer() {
  const client = await pool.connect();
  try {
    const found = [];
    for (const { text, values } of statements) {
      const result = await client.query(text, values);
      if (Array.isArray(result.rows) && result.rows.length > 0) found.push(result.rows);
    }
    return found;
  } finally {
    client.release();
  }
}

function bytesOf(value) {
  return value?.type === 'Buffer' ? Buffer.from(value.data) : value;
}

process.on('message', ({ statements: given }) => {
  // A hash has become a plain object on its way between the processes.
  statements = given.map(({ text, values }) => ({ text, values: values.map(bytesOf) }));
  process.send({ ready: true });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.once('disconnect', () => process.exit(0));
