import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paths.mjs';

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const decode = (text) => text
  .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
  .replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (all, hex, decimal, name) =>
    (hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : entities[name] ?? all));
const attribute = (tag, name) => decode(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const element = (text, name) => decode(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`).exec(text)?.[1] ?? '').trim();

/** The elements of one name that do not nest, as [opening tag, content]. */
function* elements(xml, name) {
  const pattern = new RegExp(`<${name}(\\s(?:[^>"]|"[^"]*")*?)?(?:/>|>([\\s\\S]*?)</${name}>)`, 'g');
  for (const [, tag = '', content = ''] of xml.matchAll(pattern)) yield [tag, content];
}

export const emptyResult = () => ({ passed: 0, failed: 0, skipped: 0, failures: [], figures: [] });

/** What tests that compare times write down: lines with a median. */
const figuresIn = (output) => output.split('\n').map((line) => line.trim()).filter((line) => /\bmedians?\b/.test(line));

/** The results in a .trx file, as `dotnet test` writes it. */
export async function readTrx(file) {
  const result = emptyResult();
  for (const [tag, content] of elements(await readFile(file, 'utf8'), 'UnitTestResult')) {
    const outcome = attribute(tag, 'outcome');
    const figures = figuresIn(element(content, 'StdOut'));
    if (figures.length > 0) result.figures.push({ name: attribute(tag, 'testName'), lines: figures });
    if (outcome === 'Passed') result.passed += 1;
    else if (outcome === 'NotExecuted') result.skipped += 1;
    else {
      result.failed += 1;
      result.failures.push({ name: attribute(tag, 'testName'), message: element(content, 'Message') || outcome, stack: element(content, 'StackTrace') });
    }
  }
  return result;
}

/** The results in a JUnit file, as Node's test runner and vitest write it. */
export async function readJUnit(file) {
  const result = emptyResult();
  for (const [tag, content] of elements(await readFile(file, 'utf8'), 'testcase')) {
    if (/<skipped[\s/>]/.test(content)) result.skipped += 1;
    else if (/<(failure|error)[\s/>]/.test(content)) {
      result.failed += 1;
      const [, kind, opening] = /<(failure|error)((?:\s(?:[^>"]|"[^"]*")*)?)\/?>/.exec(content);
      const suite = attribute(tag, 'classname');
      result.failures.push({
        name: [suite, attribute(tag, 'name')].filter((part) => part && part !== 'test').join(' › '),
        message: attribute(opening, 'message') || element(content, kind), stack: element(content, kind),
      });
    } else result.passed += 1;
  }
  return result;
}

/** Adds what a coverage file (Cobertura) says to `lines`: assembly → "file:line" → was it ever run? */
async function addCoverage(file, lines) {
  const xml = await readFile(file, 'utf8');
  const source = /<source>([^<]*)<\/source>/.exec(xml)?.[1] ?? '';
  for (const [tag, content] of elements(xml, 'package')) {
    const assembly = attribute(tag, 'name');
    const covered = lines.get(assembly) ?? lines.set(assembly, new Map()).get(assembly);
    for (const [, filename, body] of content.matchAll(/<class\s[^>]*?filename="([^"]*)"[^>]*>([\s\S]*?)<\/class>/g)) {
      const name = path.relative(root, path.resolve(root, decode(source), decode(filename)));
      for (const [, number, hits] of body.matchAll(/<line number="(\d+)" hits="(\d+)"/g)) {
        const key = `${name}:${number}`;
        covered.set(key, (covered.get(key) ?? false) || hits !== '0');
      }
    }
  }
}

/** Line coverage over every report below a folder: a line counts as covered when any project ran it. */
export async function readCoverage(folder) {
  const lines = new Map();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.name.endsWith('.cobertura.xml')) await addCoverage(path.join(entry.parentPath ?? entry.path, entry.name), lines);
  }
  return new Map([...lines].map(([assembly, covered]) => {
    const files = new Map();
    for (const [key, hit] of covered) {
      const name = key.slice(0, key.lastIndexOf(':'));
      const file = files.get(name) ?? files.set(name, { lines: 0, missed: 0 }).get(name);
      file.lines += 1;
      if (!hit) file.missed += 1;
    }
    const hit = [...covered.values()].filter(Boolean).length;
    return [assembly, { lines: covered.size, hit, percent: covered.size === 0 ? 0 : 100 * hit / covered.size, files }];
  }));
}
