import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './console.mjs';
import { modulesDir } from './paths.mjs';
import { claimPort, delay, isRunning, spawnTied, stop } from './process.mjs';

/** A mail inbox for development: it takes every mail over SMTP, and shows it on a web page. Loopback only. */
export async function startInbox({ web = 0, smtp = 0, folder, logFile, settings = ['the web port', 'the SMTP port'] }) {
  const ports = [await claimPort(web, settings[0]), await claimPort(smtp, settings[1])];
  await mkdir(folder, { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawnTied(process.execPath, [
    path.join(modulesDir, 'maildev', 'bin', 'maildev'), '--ip', '127.0.0.1', '--web-ip', '127.0.0.1',
    '--web', String(ports[0]), '--smtp', String(ports[1]), '--mail-directory', folder, '--silent',
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-2000);
      log.write(chunk);
    });
  }

  const url = `http://localhost:${ports[0]}`;
  for (let waited = 0; ; waited += 50) {
    if (!isRunning(child) || waited > 20_000) {
      await stop(child, 'SIGKILL', 0);
      throw new Failure(`${output.trimEnd()}\nThe mail inbox did not start; its log is ${logFile}.`);
    }
    const answers = await fetch(`http://127.0.0.1:${ports[0]}/healthz`).then((response) => response.ok, () => false);
    if (answers) break;
    await delay(50);
  }
  return { url, web: ports[0], smtp: ports[1], exited: child.exited, stop: () => stop(child, 'SIGTERM', 5000) };
}
