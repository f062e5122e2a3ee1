// Progress goes to stderr, so that a verb's stdout carries only what it was asked for.
const colour = process.stderr.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = (text) => paint('1', text);
export const red = (text) => paint('31', text);
export const yellow = (text) => paint('33', text);
export const green = (text) => paint('32', text);
export const dim = (text) => paint('2', text);

export const say = (text) => process.stderr.write(`${text}\n`);
export const step = (text) => say(`${dim('›')} ${text}`);
export const warn = (text) => say(yellow(text));
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** A failure whose message is all that the reader needs: it is printed without a stack. */
export class Failure extends Error {}

/** Says what starts, and how long it took once it is done. */
export async function timed(what, work) {
  step(`${what} …`);
  const started = performance.now();
  const result = await work();
  say(`  ${green('done')} ${dim(`in ${seconds(performance.now() - started)}`)}`);
  return result;
}

/** Runs a verb, and turns its outcome into the exit code. */
export async function main(verb) {
  try {
    const code = (await verb()) ?? process.exitCode ?? 0;
    process.exitCode = Number.isInteger(code) ? code : 1; // A text tells by which signal a part was ended.
  } catch (error) {
    say(red(error instanceof Failure ? error.message : (error.stack ?? String(error))));
    process.exitCode = 1;
  }
}
