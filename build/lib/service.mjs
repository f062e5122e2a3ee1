import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import readline from 'node:readline';
import { Failure } from './console.mjs';
import { environment, service } from './dotnet.mjs';
import { root, shown } from './paths.mjs';
import { delay, isRunning, spawnTied, stop } from './process.mjs';

/**
 * Says which of the service's log lines a person at the terminal should see: warnings and worse, in JSON (one object a line)
 * or in the console's text form (a level, then indented lines).
 */
export function makeLogFilter(write) {
  let following = false;
  const show = (text) => write(text.length > 400 ? `${text.slice(0, 400)} … (all of it in the log)` : text);
  return (line) => {
    if (line.startsWith('{')) {
      following = false;
      try {
        const entry = JSON.parse(line);
        const level = entry.LogLevel ?? entry.level ?? entry.Level ?? entry.severity ?? '';
        if (/^(warn|err|crit|fatal)/i.test(level)) {
          show(`${level}: ${entry.Category ?? entry.category ?? ''} ${entry.Message ?? entry.message ?? line}${entry.Exception ?? entry.exception ? `\n${entry.Exception ?? entry.exception}` : ''}`);
        }
      } catch {
        show(line);
      }
    } else if (/^(\S*\d )?(trce|dbug|info):/.test(line)) {
      following = false;
    } else if (/^(\S*\d )?(warn|fail|crit):|^Unhandled exception/.test(line)) {
      following = true;
      show(line);
    } else if (following) {
      show(line);
    }
  };
}

/** Starts the service as it was built last, with its output in a log file. */
export async function startService({ url, configuration = 'Debug', env, logFile, show = () => undefined }) {
  await mkdir(path.dirname(logFile), { recursive: true });
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, 'w');
  const child = spawnTied('dotnet', [service(configuration)], {
    cwd: path.join(root, 'src', 'WebApi'), stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, ASPNETCORE_ENVIRONMENT: 'Development', ASPNETCORE_URLS: url, ...env },
  });
  const filter = makeLogFilter(show);
  const closed = [child.stdout, child.stderr].map((stream) => new Promise((resolve) => {
    readline.createInterface({ input: stream }).on('line', (line) => {
      writeSync(log, `${line}\n`);
      filter(line);
    }).on('close', resolve);
  }));
  child.exited = Promise.all([child.exited, ...closed]).then(([outcome]) => {
    closeSync(log);
    return outcome;
  });
  return {
    url, logFile, exited: child.exited,
    get isRunning() { return isRunning(child); },
    stop: async () => {
      await stop(child, 'SIGTERM', 30_000);
      await child.exited;
    },
  };
}

/** The end of a log; where the process died of an exception, that and its frames in our own sources. */
function endOf(log) {
  const lines = log.trimEnd().split('\n');
  const crash = lines.findLastIndex((line) => line.startsWith('Unhandled exception'));
  const shownLines = crash === -1 ? lines.slice(-30)
    : lines.slice(crash).filter((line) => !/^\s+at /.test(line) || line.includes(root)).slice(0, 30);
  return shownLines.map((line) => line.replaceAll(`${root}${path.sep}`, '')).join('\n');
}

/** Waits until the service says that it is ready; fails with the end of its log when it ends or takes too long. */
export async function untilReady(started, milliseconds = 60_000) {
  const deadline = Date.now() + milliseconds;
  let last = 'no answer';
  while (started.isRunning && Date.now() < deadline) {
    try {
      const response = await fetch(`${started.url.replace('localhost', '127.0.0.1')}/health/ready`, { signal: AbortSignal.timeout(5000) });
      if (response.status === 200) return;
      last = `${response.status} ${await response.text()}`;
    } catch (error) {
      last = error.cause?.code ?? error.message;
    }
    await delay(50);
  }
  const outcome = started.isRunning ? `not ready within ${milliseconds / 1000} s (last answer: ${last})` : 'ended at once';
  await started.stop();
  const tail = endOf(await readFile(started.logFile, 'utf8'));
  throw new Failure(`${tail}\nThe service ${outcome === 'ended at once' ? 'ended before it was ready' : `was ${outcome}`}. These are the last lines of ${shown(started.logFile)}.`);
}
