import { parseArgs } from 'node:util';
import { Failure } from './console.mjs';

const oldest = '20.10';

/** Fails on a Node.js that lacks what the scripts ask of it. */
export function requireNode(version = process.versions.node) {
  if (version.localeCompare(oldest, 'en', { numeric: true }) < 0) throw new Failure(`Node.js ${oldest} or newer is needed (https://nodejs.org); this is ${version}.`);
}

/** Parses a verb's arguments; `--help` prints the help on stdout and ends. */
export function readArguments({ help, options = {}, allowPositionals = false, args = process.argv.slice(2) }) {
  requireNode();
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: { help: { type: 'boolean', short: 'h' }, ...options },
      allowPositionals,
    });
  } catch (error) {
    throw new Failure(`${error.message}\n\n${help.trim()}`);
  }
  if (parsed.values.help) {
    process.stdout.write(`${help.trim()}\n`);
    process.exit(0);
  }
  return parsed;
}
