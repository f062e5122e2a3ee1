import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { Failure } from './console.mjs';

let setpriv;
/** util-linux's setpriv: lets a child die with its parent, and drops root. Absent outside Linux. */
export const hasSetpriv = () => (setpriv ??= spawnSync('setpriv', ['--version']).status === 0);

/**
 * Starts a long-running child in its own process group (the terminal's Ctrl-C reaches us alone, and we stop
 * children in order), which gets `deathSignal` should this process be killed.
 */
export function spawnTied(command, args, { deathSignal = 'TERM', privileges = [], ...options }) {
  const tied = process.platform === 'linux' && hasSetpriv();
  const child = tied
    ? spawn('setpriv', [...privileges, `--pdeathsig=${deathSignal}`, command, ...args], { ...options, detached: true })
    : spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  child.exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
  });
  return child;
}

export const isRunning = (child) => child?.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** Asks a child to end, and kills it when it has not within the time given. */
export async function stop(child, signal, milliseconds) {
  if (!isRunning(child)) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  await child.exited;
  clearTimeout(timer);
}

/**
 * Runs a command to its end. `output` says where what it prints goes: 'collect' returns it, 'pass' leaves it on stdout and
 * stderr, and 'inherit' shows all of it on stderr, as progress.
 */
export function run(command, args, { output = 'inherit', ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: { collect: ['ignore', 'pipe', 'pipe'], pass: ['ignore', 1, 2], inherit: ['ignore', 2, 2] }[output],
    });
    let text = '';
    child.stdout?.on('data', (chunk) => (text += chunk));
    child.stderr?.on('data', (chunk) => (text += chunk));
    child.once('error', (error) => reject(new Failure(`${command} could not be started: ${error.message}`)));
    const end = (code, signal) => resolve({ code: code ?? `signal ${signal}`, text });
    child.once('close', end);
    // A build server that the command leaves behind can hold the pipes open for minutes.
    child.once('exit', (code, signal) => setTimeout(end, 1000, code, signal).unref());
  });
}

/** Runs a command, and fails with its output when it does. */
export async function runOrFail(what, command, args, options = {}) {
  const { code, text } = await run(command, args, options);
  if (code !== 0) throw new Failure(`${text ? `${text.trimEnd()}\n` : ''}${what} failed (exit code ${code}).`);
  return text;
}

/** The processes whose parent is `parent`. */
export function childrenOf(parent) {
  if (process.platform === 'linux') {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
  }
  const listed = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout ?? '';
  return listed.split('\n').map((line) => line.trim().split(/\s+/).map(Number)).filter(([, ppid]) => ppid === parent).map(([pid]) => pid);
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

export const delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A free loopback port, or the one asked for once it is known to be free. */
export function claimPort(port, setting) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => reject(error.code === 'EADDRINUSE'
      ? new Failure(`Port ${port} is in use by another program. Stop that program, or set ${setting} to another port.`)
      : new Failure(`Port ${port} cannot be used (${error.code}). Set ${setting} to another port.`)));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const claimed = server.address().port;
      server.close(() => resolve(claimed));
    });
  });
}
