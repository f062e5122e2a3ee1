import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readlinkSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, warn } from './console.mjs';
import { asServerUser, getServerUser, handOver, ownFolder, reachableTemporary, relocatedHome } from './postgres-binaries.mjs';
import { isAlive } from './process.mjs';

const password = () => randomBytes(24).toString('hex');
const names = ['superPassword', 'ownerPassword', 'appPassword'];
export const newCredentials = () => Object.fromEntries(names.map((name) => [name, password()]));

/** True where the process is the PostgreSQL of that data folder. */
export function isOurServer(pid, dataDir) {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === dataDir;
  } catch {
    return false;
  }
}

/** The process that a data folder says it is served by, or 0. It may be gone. */
export const serverOf = async (dataDir) => Number((await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]) || 0;

/** Removes what throw-away clusters of killed processes left behind. */
async function sweep(folder) {
  for (const name of await readdir(folder)) {
    const pid = /^satcom-pg-(\d+)-/.exec(name)?.[1];
    if (!pid || isAlive(Number(pid))) continue;
    const home = path.join(folder, name);
    const server = await serverOf(path.join(home, 'data'));
    if (!server || !isOurServer(server, path.join(home, 'data'))) await rm(home, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A folder of its own for a throw-away cluster. */
export async function ephemeralHome(durable) {
  const folder = await reachableTemporary({ persistent: durable });
  await sweep(folder);
  const home = await mkdtemp(path.join(folder, `satcom-pg-${process.pid}-`));
  await chmod(home, 0o711);
  await handOver(path.join(home, 'data'));
  return home;
}

const nameOf = (uid) => spawnSync('id', ['-nu', String(uid)], { encoding: 'utf8' }).stdout?.trim() || `number ${uid}`;

/**
 * Says whether a data folder holds a database, and fails where what it holds is not the server's to use: PostgreSQL would refuse it, and
 * nobody has asked for it to be given to another user or to be removed.
 */
async function holdsDatabase(data, user) {
  const info = await stat(data).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (info === undefined) return false;
  // What cannot be listed is somebody else's.
  const entries = await readdir(data).catch(() => undefined);
  if (entries?.length === 0) return false;
  const mine = user.uid ?? process.getuid?.();
  if (mine !== undefined && info.uid !== mine) {
    throw new Failure(`${data} belongs to the user ${nameOf(info.uid)}, and PostgreSQL would run as ${nameOf(mine)}. Start it as the user who began with it, or remove ${data} to begin with no data.`);
  }
  if (!entries?.includes('PG_VERSION')) throw new Failure(`${data} holds something, but no database of PostgreSQL. Name another folder, or empty that one.`);
  return true;
}

/** The folder of a lasting cluster: the wanted one, or one elsewhere where the server's user cannot enter it. */
export async function persistentHome(wanted, { user = getServerUser(), give = handOver } = {}) {
  await mkdir(wanted, { recursive: true });
  const near = path.join(wanted, 'data');
  const held = await holdsDatabase(near, user);
  if (await give(near)) return wanted;
  if (held) {
    throw new Failure(`${near} holds a database that the user "nobody", as whom PostgreSQL runs when root starts it, cannot enter any more. Let everybody enter the folders above it again (chmod o+x), or remove ${near} to begin with no data.`);
  }
  await rmdir(near);
  return relocate(wanted, user, give);
}

async function relocate(wanted, user, give) {
  // The id ties the far folder to this checkout's own: a new checkout at the same path begins with no data.
  const home = await relocatedHome(wanted);
  const [near, far] = [path.join(wanted, 'relocated-id'), path.join(home, 'id')];
  const id = await readFile(near, 'utf8').catch(() => undefined);
  await ownFolder(home);
  if (id === undefined || id !== await readFile(far, 'utf8').catch(() => undefined)) {
    if (existsSync(far)) warn(`${home} holds the data of an earlier checkout at this path: it is replaced.`);
    await rm(home, { recursive: true });
    await ownFolder(home);
    const fresh = password();
    await writeFile(far, fresh, { mode: 0o600 });
    await writeFile(near, fresh, { mode: 0o600 });
    await writeFile(path.join(wanted, 'README'), `The user "nobody" cannot enter this folder: the data is in ${home}\n`);
  }
  await holdsDatabase(path.join(home, 'data'), user);
  if (!await give(path.join(home, 'data'))) throw new Failure(`PostgreSQL, as user "nobody", cannot write to ${home}.`);
  return home;
}

/** The passwords of a lasting cluster, new ones where it has none yet, and whether it is there already. */
export async function readCredentials(home) {
  const file = path.join(home, 'credentials.json');
  const initialised = existsSync(path.join(home, 'data')) && asServerUser('test', ['-f', path.join(home, 'data', 'PG_VERSION')]).status === 0;
  const stored = await readFile(file, 'utf8').then(JSON.parse).catch(() => undefined);
  if (initialised && !stored) throw new Failure(`${file} is missing or broken, so nobody can sign in to the database beside it. Restore it, or remove ${home} to begin with no data.`);
  const credentials = stored ?? newCredentials();
  if (!stored) await writeFile(file, JSON.stringify(credentials), { mode: 0o600 });
  return { credentials, initialised };
}
