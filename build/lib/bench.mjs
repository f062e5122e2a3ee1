import { existsSync } from 'node:fs';
import path from 'node:path';
import { readArguments, requireNode } from './arguments.mjs';
import { Failure, main, timed } from './console.mjs';
import { build, migrationTool, publishedService, publishService, requireDotnet } from './dotnet.mjs';
import { applyMigrations } from './migrations.mjs';
import { buildDir, shown } from './paths.mjs';
import { start } from './postgres.mjs';
import { run } from './process.mjs';
import { ensureInstalled } from './install.mjs';

const project = path.join(buildDir, 'tools', 'Bench', 'Satcom.Bench.csproj');
const migrations = path.join(buildDir, 'tools', 'Migrations', 'Satcom.Migrations.Tool.csproj');
const help = `
Usage: build/bench [--data <folder>] [--built] [arguments of the bench]

Builds Release, publishes the service as it ships, starts a throw-away PostgreSQL that waits for the disk as in production, migrates it, and runs
build/tools/Bench on it. All arguments go to the bench ("build/bench -- --help" prints its own help).

  --data <folder>         keeps PostgreSQL and what was seeded there; a later run with the same numbers of people and dates
                          uses it again (default: everything is thrown away)
  --built                 measures what was built last, and builds nothing

The bench finds in its environment:
  SATCOM_BENCH_POSTGRES   a superuser's connection string (database "postgres")
  SATCOM_BENCH_OWNER      the owner role's, of the migrated database "satcom"
  SATCOM_BENCH_APP        the application role's, of the same
  SATCOM_BENCH_SERVICE    the path of the published service's assembly
  SATCOM_BENCH_KEEP       1 where the databases are kept
`;

await main(async () => {
  const args = process.argv.slice(2).filter((arg) => arg !== '--');
  if (['-h', '--help'].includes(args[0]) && process.argv[2] !== '--') readArguments({ help });
  requireNode();
  const at = args.indexOf('--data');
  const [, folder] = at < 0 ? [] : args.splice(at, 2);
  if (at >= 0 && (!folder || folder.startsWith('-'))) throw new Failure('--data wants a folder.');
  const home = folder && path.resolve(folder);
  if (!existsSync(project)) throw new Failure(`${shown(project)} is missing.`);
  requireDotnet();
  await ensureInstalled();
  const built = args.indexOf('--built');
  if (built >= 0) args.splice(built, 1);
  const service = built >= 0 ? publishedService : await timed('Building (Release)', async () => {
    await build(migrations, 'Release');
    await build(project, 'Release');
    return publishService();
  });
  const cluster = await timed('Starting PostgreSQL', () => start({ home, durable: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, async () => { await cluster.stop(); process.exit(130); });
  try {
    const { superConnectionString, ownerConnectionString, appConnectionString } = cluster.connectionStrings;
    if (existsSync(migrationTool('Release'))) await timed('Migrating the database', () => applyMigrations(ownerConnectionString, { configuration: 'Release' }));
    // As it runs in production, without the settings of what lives for seconds.
    const { code } = await run('dotnet', [path.join(path.dirname(project), 'bin', 'Release', 'net10.0', 'Satcom.Bench.dll'), ...args], {
      output: 'pass', cwd: process.cwd(),
      env: {
        ...process.env,
        SATCOM_BENCH_POSTGRES: superConnectionString, SATCOM_BENCH_OWNER: ownerConnectionString,
        SATCOM_BENCH_APP: appConnectionString, SATCOM_BENCH_SERVICE: service, SATCOM_BENCH_KEEP: home === undefined ? '0' : '1',
      },
    });
    return code;
  } finally {
    await cluster.stop();
  }
});
