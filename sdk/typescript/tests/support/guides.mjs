import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const sdkRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const root = path.resolve(sdkRoot, '..', '..');

/** A file of the checkout, by its path from the top. */
export const read = (...parts) => readFile(path.join(root, ...parts), 'utf8');

/** The fenced blocks of a guide in some language, each with the heading that it stands under. */
export function blocksOf(markdown, language) {
  const blocks = [];
  let [heading, open] = ['', undefined];
  for (const line of markdown.split('\n')) {
    if (open === undefined && /^#+ /.test(line)) heading = line.replace(/^#+ /, '');
    else if (open === undefined && line.startsWith('```')) open = { language: line.slice(3).trim(), heading, lines: [] };
    else if (open !== undefined && line === '```') {
      if (open.language === language) blocks.push({ heading: open.heading, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else open?.lines.push(line);
  }
  return blocks;
}
