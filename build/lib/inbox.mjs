import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Failure, main } from './console.mjs';
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

/**
 * `node build/lib/inbox.mjs`: a throw-away inbox for tests. Prints {"url","smtp"} once it answers, and runs until stdin closes.
 * Lines on stdin: "stop" ends the server and answers {"event":"stopped"}, "start" brings it back on the same ports, empty.
 */
async function serve() {
  const folder = await mkdtemp(path.join(tmpdir(), 'satcom-inbox-'));
  const begin = (ports) => startInbox({ ...ports, folder: path.join(folder, 'mails'), logFile: path.join(folder, 'inbox.log') });
  const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
  let inbox = await begin({});
  const ports = { web: inbox.web, smtp: inbox.smtp };
  print({ url: inbox.url, smtp: inbox.smtp });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (line === 'stop') {
      await inbox.stop();
      print({ event: 'stopped' });
    } else if (line === 'start') {
      inbox = await begin(ports);
      print({ event: 'started' });
    }
  }
  await inbox.stop();
  await rm(folder, { recursive: true, force: true });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main(serve);
