import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { chown, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { ensureInstalled } from './install.mjs';
import { findPrograms, getServerUser, relocatedHome } from './postgres-binaries.mjs';
import { ephemeralHome, isOurServer, newCredentials, persistentHome, readCredentials, serverOf } from './postgres-homes.mjs';
import { childrenOf, claimPort, delay, isRunning, run, spawnTied, stop } from './process.mjs';
import { connect, npgsql, provision } from './postgres-provision.mjs';

const host = '127.0.0.1';
const common = {
  listen_addresses: host, unix_socket_directories: '', max_connections: 300, shared_buffers: '128MB',
  timezone: 'UTC', log_timezone: 'UTC', log_line_prefix: '%m [%p] %d ',
};
// A throw-away cluster survives the death of its processes (a commit reaches the kernel), but not of the machine. It holds many small
// databases for seconds each: there is nothing to vacuum, to read ahead or to split among workers, only processes to start for it.
const throwAway = {
  fsync: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: 0,
  autovacuum: 'off', io_method: 'sync', max_parallel_workers_per_gather: 0,
};

/** One embedded PostgreSQL: its data folder, its port, and its process. */
export class Cluster {
  #child;
  #programs;

  constructor({ home, port, setting, durable, ephemeral, programs, credentials }) {
    Object.assign(this, { home, host, port, setting, durable, ephemeral, credentials });
    this.dataDir = path.join(home, 'data');
    this.logFile = path.join(home, 'postgres.log');
    this.#programs = programs;
  }

  get isRunning() { return isRunning(this.#child); }

  /** Resolves once the server process has ended, for whatever reason. */
  get exited() { return this.#child.exited; }

  get connectionStrings() {
    const { host, port, credentials: { superPassword, ownerPassword, appPassword } } = this;
    return {
      ownerConnectionString: npgsql({ host, port, user: 'satcom_owner', password: ownerPassword, database: 'satcom' }),
      appConnectionString: npgsql({ host, port, user: 'satcom_app', password: appPassword, database: 'satcom' }),
      superConnectionString: npgsql({ host, port, user: 'postgres', password: superPassword, database: 'postgres' }),
    };
  }

  async initialise() {
    const passwordFile = path.join(this.home, 'initdb-password');
    const { uid, gid, privileges } = getServerUser();
    await writeFile(passwordFile, this.credentials.superPassword, { mode: 0o600 });
    if (uid !== undefined) await chown(passwordFile, uid, gid);
    try {
      const args = ['--pgdata', this.dataDir, '--username', 'postgres', '--pwfile', passwordFile, '--auth', 'scram-sha-256',
        '--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8',
        // The passwords are 192 random bits: stretching them would only make every test connection slow.
        ...(this.ephemeral ? ['--no-sync', '--set', 'scram_iterations=1'] : [])];
      const [command, all] = privileges.length > 0
        ? ['setpriv', [...privileges, this.#programs.initdb, ...args]] : [this.#programs.initdb, args];
      const { code, text } = await run(command, all, { output: 'collect', cwd: this.home, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } });
      // What it had begun with it takes away by itself.
      if (code !== 0) throw new Failure(`${text.trimEnd()}\nPostgreSQL could not initialise ${this.dataDir}.`);
    } finally {
      await rm(passwordFile, { force: true });
    }
  }

  /** Starts the server on its port and data, and resolves once it answers. */
  async start() {
    const deadline = Date.now() + 60_000;
    for (;;) {
      await this.#clearStalePidFile();
      this.port = await claimPort(this.port, this.setting);
      const problem = await this.#launch(deadline);
      if (problem === undefined) return;
      // The memory or the pid of processes that have just been killed can outlive them by a moment.
      const passes = /lock file "postmaster.pid"|pre-existing shared memory|Address already in use/.test(problem);
      if (!passes || Date.now() > deadline) throw new Failure(`${problem}\nPostgreSQL did not start; its log is ${this.logFile}.`);
      await delay(200);
    }
  }

  async #launch(deadline) {
    const settings = { ...common, ...(this.durable ? {} : throwAway), port: this.port };
    const args = ['-D', this.dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const log = openSync(this.logFile, 'a');
    const logStart = (await readFile(this.logFile, 'utf8')).length;
    this.#child = spawnTied(this.#programs.postgres, args, {
      cwd: this.home, stdio: ['ignore', log, log], deathSignal: 'INT', privileges: getServerUser().privileges,
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    closeSync(log);
    let refusal;
    while (this.isRunning && Date.now() < deadline) {
      try {
        const client = await connect(this.connectionStrings.superConnectionString);
        await client.end();
        return undefined;
      } catch (error) {
        if (error.code === '28P01') return `Something else than this checkout's PostgreSQL answers on port ${this.port}.`;
        if (!['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P03'].includes(error.code)) throw error;
        refusal = error;
        await delay(20);
      }
    }
    if (this.isRunning) {
      await stop(this.#child, 'SIGQUIT', 2000);
      return `It ran, but took no connection: ${refusal?.message}`;
    }
    return (await readFile(this.logFile, 'utf8')).slice(logStart).trimEnd().split('\n').slice(-15).join('\n');
  }

  /** Removes the pid file of a server that is gone, and waits for one that is still going. */
  async #clearStalePidFile() {
    const file = path.join(this.dataDir, 'postmaster.pid');
    const pid = await serverOf(this.dataDir);
    if (!pid) return;
    for (let waited = 0; isOurServer(pid, this.dataDir); waited += 100) {
      if (waited >= 10_000) throw new Failure(`The PostgreSQL of ${this.dataDir} runs already (process ${pid}). Is another build/run at work? Stop it first.`);
      await delay(100);
    }
    await rm(file, { force: true });
  }

  /** SIGKILL to every process of this server, as a crash would. */
  async kill() {
    if (!this.isRunning) return;
    const { pid } = this.#child;
    process.kill(pid, 'SIGSTOP');
    for (const worker of childrenOf(pid)) {
      try {
        process.kill(worker, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
    process.kill(pid, 'SIGKILL');
    await this.exited;
  }

  /** A clean stop; a throw-away cluster is stopped at once and leaves nothing behind. */
  async stop() {
    if (process.platform === 'win32') await run(this.#programs.pg_ctl, ['stop', '--mode=fast', '-D', this.dataDir], { output: 'collect' });
    else if (this.#child) await stop(this.#child, this.ephemeral ? 'SIGQUIT' : 'SIGINT', 30_000);
    if (this.ephemeral) await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** The last resort of an exiting process: nothing asynchronous may happen any more. */
  abandon() {
    if (this.isRunning) this.#child.kill(this.ephemeral ? 'SIGQUIT' : 'SIGINT');
    if (this.ephemeral) rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** The connection strings of a lasting cluster that somebody else has started already, and its process, if there is one. */
export async function join({ home, port }) {
  await ensureInstalled();
  for (const place of [home, ...(existsSync(path.join(home, 'relocated-id')) ? [await relocatedHome(home)] : [])]) {
    const credentials = await readFile(path.join(place, 'credentials.json'), 'utf8').then(JSON.parse).catch(() => undefined);
    if (!credentials) continue;
    const { connectionStrings, dataDir } = new Cluster({ home: place, port, credentials });
    const client = await connect(connectionStrings.ownerConnectionString).catch(() => undefined);
    await client?.end();
    if (client) return { ...connectionStrings, pid: await serverOf(dataDir) };
  }
  return undefined;
}

/**
 * Starts an embedded PostgreSQL with Satcom's database and roles in it.
 * `home` (lasting) holds data, log and credentials; an `ephemeral` one lives below a temporary folder and is removed when stopped.
 */
export async function start({ home, port = 0, ephemeral = home === undefined, durable = !ephemeral, setting = 'the port' }) {
  await ensureInstalled();
  const programs = await findPrograms();
  if (port !== 0) await claimPort(port, setting);
  const place = ephemeral ? await ephemeralHome(durable) : await persistentHome(home);
  const { credentials, initialised } = ephemeral ? { credentials: newCredentials(), initialised: false } : await readCredentials(place);
  const cluster = new Cluster({ home: place, port, setting, durable, ephemeral, programs, credentials });
  try {
    if (!initialised) await cluster.initialise();
    await cluster.start();
    await provision(cluster.connectionStrings.superConnectionString, { database: 'satcom', ...credentials });
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}
