import type { knownProblemCodes } from './generated/codes.js';

export { knownProblemCodes } from './generated/codes.js';

export type KnownProblemCode = (typeof knownProblemCodes)[number];

/** A known code, or one of a newer service. `(string & {})` keeps the known ones in an editor's completion. */
export type ProblemCode = KnownProblemCode | (string & {});
