import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { buildDir } from './paths.mjs';

const quoted = (value) => (/[;='"\s]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);

/** A connection string as Npgsql reads it. */
export const npgsql = ({ host, port, user, password, database }) =>
  Object.entries({ Host: host, Port: port, Username: user, Password: password, Database: database })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${quoted(String(value))}`).join(';');

const aliases = {
  host: 'host', server: 'host', port: 'port', username: 'user', userid: 'user', user: 'user', uid: 'user',
  password: 'password', pwd: 'password', psw: 'password', database: 'database', db: 'database', sslmode: 'ssl', timeout: 'timeout',
};

/** The parts of an Npgsql connection string (or of a postgres:// address) that a client here needs. */
export function parseConnectionString(text) {
  if (/^postgres(ql)?:\/\//.test(text)) {
    const { hostname, port, username, password, pathname } = new URL(text);
    return { host: hostname, port: Number(port || 5432), user: decodeURIComponent(username), password: decodeURIComponent(password), database: decodeURIComponent(pathname.slice(1)) || 'postgres' };
  }
  const parts = { host: 'localhost', port: 5432 };
  for (const [, name, double, single, plain] of text.matchAll(/([^=;]+)=\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([^;]*))/g)) {
    const key = aliases[name.trim().toLowerCase().replaceAll(' ', '')];
    const value = double?.replaceAll('""', '"') ?? single?.replaceAll("''", "'") ?? plain.trim();
    if (key) parts[key] = key === 'port' ? Number(value) : value;
  }
  if (!parts.user) throw new Failure('The connection string names no Username. It reads like: Host=localhost;Port=5432;Username=postgres;Password=…;Database=postgres');
  return { ...parts, database: parts.database ?? parts.user };
}

export async function connect(connectionString, extra = {}) {
  const { default: pg } = await import('pg');
  const { host, port, user, password, database, ssl } = parseConnectionString(connectionString);
  const secure = /^(require|verify)/i.test(ssl ?? '') ? { rejectUnauthorized: /^verify/i.test(ssl) } : undefined;
  const client = new pg.Client({ host, port, user, password, database, ssl: secure, connectionTimeoutMillis: 5000, ...extra });
  client.on('error', () => undefined); // A connection that breaks shows in the query that waits for it.
  await client.connect();
  return client;
}

/** Makes the database when it is missing, and gives Satcom's roles their passwords and rights in it. */
export async function provision(superConnectionString, { database, ownerPassword, appPassword }) {
  const server = parseConnectionString(superConnectionString);
  const first = await connect(superConnectionString);
  try {
    const { rowCount } = await first.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await first.query(`CREATE DATABASE "${database}"`);
  } finally {
    await first.end();
  }
  const second = await connect(npgsql({ ...server, database }), {
    options: `-c satcom.owner_password=${ownerPassword} -c satcom.app_password=${appPassword}`,
  });
  try {
    await second.query(await readFile(path.join(buildDir, 'lib', 'provision.sql'), 'utf8'));
  } finally {
    await second.end();
  }
  return {
    ownerConnectionString: npgsql({ ...server, user: 'satcom_owner', password: ownerPassword, database }),
    appConnectionString: npgsql({ ...server, user: 'satcom_app', password: appPassword, database }),
  };
}
