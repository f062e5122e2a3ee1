import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { dotnet, migrationTool } from './dotnet.mjs';
import { root } from './paths.mjs';
import { connect } from './postgres.mjs';

export const infrastructure = path.join(root, 'src', 'Infrastructure');
const folder = path.join(infrastructure, 'Persistence', 'Migrations');
const history = '__migrations';

/** Runs the migration tool, which must have been built. */
export async function runTool(args, { connectionString, output = 'collect', configuration = 'Debug', assembly = migrationTool(configuration) } = {}) {
  const env = connectionString === undefined ? {} : { Satcom__Database__MigrationConnectionString: connectionString };
  return dotnet([assembly, ...args], { env, output });
}

/** True when the database has every migration of the sources, which takes milliseconds to see from here. */
async function isUpToDate(connectionString) {
  if (!existsSync(folder)) return false;
  const wanted = (await readdir(folder)).map((name) => /^(\d{14}_\w+)\.cs$/.exec(name)?.[1]).filter(Boolean);
  let client;
  try {
    client = await connect(connectionString);
    const { rows } = await client.query(`SELECT * FROM ${history}`);
    const applied = new Set(rows.map((row) => row.migration_id ?? row.MigrationId));
    return wanted.length > 0 && wanted.every((id) => applied.has(id));
  } catch {
    return false; // The tool looks for itself, and has the better message.
  } finally {
    await client?.end();
  }
}

/** Brings a database to the newest schema. Returns what the tool said. */
export async function applyMigrations(connectionString, { configuration } = {}) {
  if (await isUpToDate(connectionString)) return 'The database is up to date.';
  const { code, text } = await runTool(['update'], { connectionString, configuration });
  if (code !== 0) throw new Failure(`${text.trimEnd()}\nThe database could not be migrated.`);
  return text.trimEnd();
}
