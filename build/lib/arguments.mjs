import { parseArgs } from 'node:util';
import { Failure } from './console.mjs';

/** Parses a verb's arguments; `--help` prints the help on stdout and ends. */
export function readArguments({ help, options = {}, allowPositionals = false, args = process.argv.slice(2) }) {
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
