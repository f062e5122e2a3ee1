import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const buildDir = path.join(root, 'build');
export const stateDir = path.join(root, '.satcom');
export const modulesDir = path.join(buildDir, 'node_modules');
export const sdkDir = path.join(root, 'sdk', 'typescript');

/** A path as the reader of a message would type it from the top of the checkout. */
export const shown = (file) => path.relative(root, file) || '.';
