import readline from 'node:readline';
import { pathToFileURL } from 'node:url';
import { readArguments } from './arguments.mjs';
import { Failure, main } from './console.mjs';
import { start } from './postgres-cluster.mjs';

export { join, start } from './postgres-cluster.mjs';
export { connect, npgsql, parseConnectionString, provision } from './postgres-provision.mjs';

const help = `
Usage: node build/lib/postgres.mjs ephemeral [--port <port>] [--durable]

Starts a throw-away PostgreSQL with the database "satcom" and its roles, and prints one JSON line once it answers:
  {"host","port","ownerConnectionString","appConnectionString","superConnectionString"}
It runs until stdin closes or SIGINT, SIGTERM or SIGHUP arrives; then it stops and removes its data.

Lines on stdin:
  kill    SIGKILL to every process of the server, as in a crash   answers {"event":"killed"}
  start   starts it again on the same port and data               answers {"event":"started"}

Options:
  --port <port>   the port to listen on (default: a free one)
  --durable       commits wait for the disk, as in production (default: fsync is off)
`;

const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function serve() {
  const { values, positionals } = readArguments({
    help, allowPositionals: true, options: { port: { type: 'string', default: '0' }, durable: { type: 'boolean', default: false } },
  });
  if (positionals.join(' ') !== 'ephemeral') throw new Failure(help.trim());

  let cluster;
  let ending;
  const end = (code) => (ending ??= (async () => {
    await starting.catch(() => undefined);
    await cluster?.stop();
    process.exit(code);
  })());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
  process.on('exit', () => cluster?.abandon());
  process.stdout.on('error', () => end(0));

  const starting = start({ port: Number(values.port), ephemeral: true, durable: values.durable, setting: '--port' });
  cluster = await starting;
  print({ host: cluster.host, port: cluster.port, ...cluster.connectionStrings });

  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = line.trim();
    try {
      if (command === 'kill') {
        await cluster.kill();
        print({ event: 'killed' });
      } else if (command === 'start') {
        if (!cluster.isRunning) await cluster.start();
        print({ event: 'started' });
      } else if (command !== '') {
        print({ event: 'error', message: `Unknown command: ${command}` });
      }
    } catch (error) {
      print({ event: 'error', message: error.message });
    }
  }
  await end(0);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main(serve);
