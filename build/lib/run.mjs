import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readArguments } from './arguments.mjs';
import { Failure, bold, dim, main, red, say, seconds, step, timed, warn } from './console.mjs';
import { buildService } from './dotnet.mjs';
import { startInbox } from './inbox.mjs';
import { ensureInstalled } from './install.mjs';
import { keepDatabase } from './keep-database.mjs';
import { applyMigrations } from './migrations.mjs';
import { stateDir } from './paths.mjs';
import { join, start } from './postgres.mjs';
import { claimPort } from './process.mjs';
import { startService, untilReady } from './service.mjs';
import { developmentSecrets, loadDotEnv, ownDatabase, portOf } from './settings.mjs';

const help = `
Usage: build/run [options]

Installs what is pinned, starts a PostgreSQL and a mail inbox, migrates and seeds the database, starts Satcom in
Development, and says where everything is. Ctrl-C stops all of it. Data stays in .satcom (remove it to begin anew).

Options:
  --port <port>   the service's port (default 5080)
  --no-seed       no demo companies and people
  -h, --help      prints this

Settings (environment, or KEY=VALUE lines in .env):
  SATCOM_PORT            the service         5080
  SATCOM_INBOX_PORT      the inbox's page    5081
  SATCOM_SMTP_PORT       the inbox's SMTP    5082
  SATCOM_POSTGRES_PORT   the database        5083

  Satcom__Database__ConnectionString and Satcom__Database__MigrationConnectionString, both: your own PostgreSQL 16 or
  newer instead of the embedded one (build/lib/provision.sql makes the roles). Satcom__Mail__Host and
  Satcom__Mail__Port: your own mail server instead of the inbox. .env.example names every setting of the service.
`;

const started = [];
let stopping;

/** Stops what runs, the last started first. */
function stopAll() {
  return (stopping ??= (async () => {
    for (const { name, stop } of started.reverse()) {
      await stop().catch((error) => warn(`${name}: ${error.message}`));
    }
  })());
}

/** What ends by itself ends everything. */
async function endAll() {
  await stopAll();
  process.exit(1);
}

/** The ports are looked at before anything is started, so that the reader hears of all that are taken, and by whom, at once. */
async function claimPorts(ports) {
  const taken = [];
  for (const { port, setting, probe } of ports) {
    const failure = await claimPort(port, setting).then(() => undefined, (error) => error);
    if (failure !== undefined) taken.push({ port, setting, isSatcom: await answers(`http://127.0.0.1:${port}${probe ?? ''}`, probe), failure });
  }
  if (taken.length === 0) return;
  if (!taken.some(({ isSatcom }) => isSatcom)) throw new Failure(taken.map(({ failure }) => failure.message).join('\n'));
  const elsewhere = ports.map(({ port, setting }) => `${setting}=${port + 100}`).join(' ');
  throw new Failure(`Another build/run is at work: it holds port ${taken.map(({ port }) => port).join(', ')}.
Stop it with Ctrl-C in its terminal, or let this one use other ports: ${elsewhere} build/run`);
}

/** True when a Satcom answers there. */
const answers = (url, probe) => (probe === undefined ? false
  : fetch(url, { signal: AbortSignal.timeout(2000) }).then(async (response) => (await response.json()).status === 'live').catch(() => false));

/** Keeps track of something that runs, and ends everything when it ends by itself. */
function keep(name, running, ended) {
  started.push({ name, stop: () => running.stop() });
  running.exited.then(async ({ code, signal }) => {
    if (stopping) return;
    say(red(`${name} ended by itself (${signal ?? `exit code ${code}`}).`));
    ended?.();
    await endAll();
  });
  return running;
}

async function startDatabase(port) {
  const own = ownDatabase();
  if (own) return { ...own, description: 'your own (Satcom__Database__ConnectionString)' };
  const home = path.join(stateDir, 'postgres');
  const cluster = await timed('Starting PostgreSQL', () => start({ home, port, setting: 'SATCOM_POSTGRES_PORT' }));
  started.push({ name: 'PostgreSQL', stop: () => cluster.stop() });
  keepDatabase(cluster, { isStopping: () => stopping !== undefined, giveUp: (message) => { say(red(message)); return endAll(); } });
  const { appConnectionString: app, ownerConnectionString: owner } = cluster.connectionStrings;
  return { app, owner, description: `postgres://satcom_owner@127.0.0.1:${port}/satcom ${dim(`(passwords: ${path.join(cluster.home, 'credentials.json')})`)}` };
}

async function startMail([web, smtp]) {
  if (process.env.Satcom__Mail__Host) return { description: `your own mail server (${process.env.Satcom__Mail__Host})`, env: {} };
  const inbox = keep('The mail inbox', await timed('Starting the mail inbox', () => startInbox({
    web, smtp, folder: path.join(stateDir, 'inbox'), logFile: path.join(stateDir, 'logs', 'inbox.log'),
    settings: ['SATCOM_INBOX_PORT', 'SATCOM_SMTP_PORT'],
  })));
  return { url: inbox.url, description: `${inbox.url} ${dim('(mail, and text messages as mail to <digits>@sms.test)')}`, env: { Satcom__Mail__Host: '127.0.0.1', Satcom__Mail__Port: String(inbox.smtp) } };
}

function describe({ url, database, mail, seeded, took }) {
  const row = (name, text) => `  ${name.padEnd(10)} ${text}`;
  const body = '{"tenant":"acme","email":"employee@acme.test","password":"Satcom!Demo1","device":{"fingerprint":"my-terminal","name":"curl","platform":"web"}}';
  const places = url === 'http://localhost:5080' && mail.url === 'http://localhost:5081' ? '' : `SATCOM_URL=${url} SATCOM_INBOX_URL=${mail.url} `;
  return ['', bold(`Satcom is ready (${seconds(took)}).`), '',
    row('Service', url), row('Console', `${url}/docs`), row('Inbox', mail.description), row('Database', database.description),
    row('Log', path.join('.satcom', 'logs', 'service.log')), '',
    ...(seeded ? [
      row('Sign in', `password ${bold('Satcom!Demo1')}`),
      row('', 'superadmin@ hr@ manager@ lead@ staff@ technician@ employee@ omar@ nadia@  +  acme.test'),
      row('', 'the same at globex.test (Arabic)'),
      row('', 'platform@satcom.test, above all companies'),
      row('OpenID', `issuer ${url}/t/acme`),
      row('', 'client demo-integrator with secret demo-integrator-secret; public client demo-browser (docs/integrators.md)'), '',
      '  Try:', `  curl -s ${url}/api/v1/auth/login -H 'Content-Type: application/json' \\`, `    -d '${body}'`,
      ...(mail.url ? [`  ${places}docs/first-path.sh`] : []), '',
    ] : []),
    '  Ctrl-C stops everything.', ''].join('\n');
}

await main(async () => {
  const { values } = readArguments({ help, options: { port: { type: 'string' }, 'no-seed': { type: 'boolean', default: false } } });
  const begun = performance.now();
  await loadDotEnv();
  const isOwn = ownDatabase() !== undefined;
  if (values.port !== undefined) process.env.SATCOM_PORT = values.port;
  const port = portOf('SATCOM_PORT', 5080);
  const mailPorts = [portOf('SATCOM_INBOX_PORT', 5081), portOf('SATCOM_SMTP_PORT', 5082)];
  const databasePort = portOf('SATCOM_POSTGRES_PORT', 5083);

  let presses = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      presses += 1;
      if (presses > 1) process.exit(130);
      say('');
      step('Stopping …');
      await stopAll();
      process.exit(0);
    });
  }

  try {
    const other = isOwn ? undefined : await join({ home: path.join(stateDir, 'postgres'), port: databasePort });
    if (other) {
      throw new Failure(`This checkout's PostgreSQL runs already on port ${databasePort} (process ${other.pid}): another build/run of this checkout is at work, and its data serves one at a time.
Stop it with Ctrl-C in its terminal, or end that process where its build/run is gone. A second one needs a checkout and ports of its own.`);
    }
    await claimPorts([
      { port, setting: 'SATCOM_PORT', probe: '/health/live' },
      ...(process.env.Satcom__Mail__Host ? [] : [{ port: mailPorts[0], setting: 'SATCOM_INBOX_PORT' }, { port: mailPorts[1], setting: 'SATCOM_SMTP_PORT' }]),
      ...(isOwn ? [] : [{ port: databasePort, setting: 'SATCOM_POSTGRES_PORT' }]),
    ]);
    await ensureInstalled();
    await mkdir(path.join(stateDir, 'logs'), { recursive: true });
    const [database, mail] = [await startDatabase(databasePort), await startMail(mailPorts)];
    await buildService();
    await timed('Migrating the database', () => applyMigrations(database.owner));
    const url = `http://localhost:${port}`;
    let early = []; // A start that fails prints the end of the log, which these lines are part of.
    const service = await timed('Starting the service', async () => {
      const running = await startService({
        url, logFile: path.join(stateDir, 'logs', 'service.log'), show: (line) => (early ? early.push(line) : warn(line)),
        env: {
          ...await developmentSecrets(), ...mail.env,
          Satcom__Database__ConnectionString: database.app,
          Satcom__Database__MigrationConnectionString: database.owner,
          Satcom__Tokens__Issuer: url,
          Satcom__Demo__Seed: String(!values['no-seed']),
        },
      });
      started.push({ name: 'The service', stop: running.stop });
      await untilReady(running);
      return running;
    });
    early = early.forEach(warn);
    started.pop();
    keep('The service', service, () => say(`Its log is ${service.logFile}.`));
    process.stdout.write(`${describe({ url, database, mail, seeded: !values['no-seed'], took: performance.now() - begun })}\n`);
    await service.exited;
    await new Promise(() => undefined); // The signal handler, or keep, ends the process.
  } catch (error) {
    if (stopping) return stopping; // What a stop cuts short is no failure.
    await stopAll();
    throw error;
  }
});
