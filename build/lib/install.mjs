import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, timed } from './console.mjs';
import { buildDir, shown, stateDir } from './paths.mjs';
import { delay, isAlive, run } from './process.mjs';

/** Installs what a folder's lock file pins, unless exactly that is already there. */
export async function ensureInstalled(folder = buildDir) {
  const lock = await readFile(path.join(folder, 'package-lock.json')).catch(() => {
    throw new Failure(`${shown(folder)}/package-lock.json is missing.`);
  });
  const wanted = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
  const stamp = path.join(folder, 'node_modules', '.satcom-stamp');
  const isThere = async () => (await readFile(stamp, 'utf8').catch(() => '')) === wanted;
  if (await isThere()) return;
  await mkdir(stateDir, { recursive: true });
  await underLock(path.join(stateDir, `install-${path.basename(folder)}.lock`), async () => {
    if (await isThere()) return;
    await timed(`Installing the pinned npm packages of ${shown(folder)} (only when its lock file changes)`, async () => {
      const windows = process.platform === 'win32';
      const { code, text } = await run(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--no-progress'],
        { cwd: folder, output: 'collect', shell: windows });
      if (code !== 0) throw new Failure(`${text.trimEnd()}\nnpm ci failed in ${shown(folder)} (exit code ${code}). Is the npm registry reachable?`);
      await mkdir(path.dirname(stamp), { recursive: true }); // npm makes none for a package without dependencies.
      await writeFile(stamp, wanted);
    });
  });
}

/** Lets one process at a time do the work; a lock whose holder is gone is taken over. */
export async function underLock(file, work) {
  for (;;) {
    try {
      await mkdir(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = Number(await readFile(path.join(file, 'pid'), 'utf8').catch(() => '0'));
      const age = await stat(file).then((info) => Date.now() - info.mtimeMs, () => 0);
      if (holder ? !isAlive(holder) : age > 5000) await rm(file, { recursive: true, force: true });
      else await delay(200);
    }
  }
  try {
    await writeFile(path.join(file, 'pid'), String(process.pid));
    return await work();
  } finally {
    if (existsSync(file)) await rm(file, { recursive: true, force: true });
  }
}
