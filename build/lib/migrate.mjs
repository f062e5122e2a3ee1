import path from 'node:path';
import { readArguments } from './arguments.mjs';
import { Failure, main, say } from './console.mjs';
import { buildModelTool, buildService, modelTool } from './dotnet.mjs';
import { ensureInstalled } from './install.mjs';
import { applyMigrations, infrastructure, runTool } from './migrations.mjs';
import { stateDir } from './paths.mjs';
import { join, start } from './postgres.mjs';
import { loadDotEnv, ownDatabase, portOf } from './settings.mjs';

const help = `
Usage: build/migrate <command>

Commands:
  add <Name>   writes the next migration into src/Infrastructure/Persistence/Migrations, and the
               compiled model
  model        writes the compiled model into src/Infrastructure/Persistence/Compiled: where what
               changed needs no migration, such as how a value is kept in its column
  update       brings a database to the newest schema
  script       prints the SQL of every migration; running it again changes nothing
  check        fails when the model has changes that no migration makes, or that the compiled model
               does not have

Options:
  --connection <string>   update: the owner role's Npgsql connection string. Default: the setting
                          Satcom__Database__MigrationConnectionString (environment or .env), else
                          the embedded PostgreSQL of this checkout, which is started if need be
  -h, --help              prints this
`;

/** Finds the database to migrate, and lends it to the work. */
async function withDatabase(configured, work) {
  if (configured) return work(configured);
  await ensureInstalled();
  const home = path.join(stateDir, 'postgres');
  const port = portOf('SATCOM_POSTGRES_PORT', 5083);
  const running = await join({ home, port });
  if (running) return work(running.ownerConnectionString);
  const cluster = await start({ home, port, setting: 'SATCOM_POSTGRES_PORT' });
  try {
    return await work(cluster.connectionStrings.ownerConnectionString);
  } finally {
    await cluster.stop();
  }
}

const tool = async (args, assembly) => (await runTool(args, { output: 'pass', assembly })).code;

await main(async () => {
  const { values, positionals: [command, name, ...rest] } = readArguments({
    help, allowPositionals: true, options: { connection: { type: 'string' } },
  });
  const known = { add: 1, model: 0, update: 0, script: 0, check: 0 }[command];
  const given = (name === undefined ? 0 : 1) + rest.length;
  if (known === undefined || given !== known) throw new Failure(help.trim());
  if (command === 'add' && !/^[A-Z][A-Za-z0-9]*$/.test(name)) throw new Failure(`A migration is named like a class, in PascalCase: "${name}" is not.`);

  await loadDotEnv();
  // What is missing is said before a build of minutes.
  const configured = command === 'update' ? values.connection ?? ownDatabase()?.owner ?? process.env.Satcom__Database__MigrationConnectionString : undefined;
  switch (command) {
    case 'update':
      await buildService();
      return withDatabase(configured, async (connection) => { say(await applyMigrations(connection)); });
    case 'script':
      await buildService();
      return tool([command]);
    default:
      await buildModelTool();
      return tool([command, ...name === undefined ? [] : [name], infrastructure], modelTool);
  }
});
