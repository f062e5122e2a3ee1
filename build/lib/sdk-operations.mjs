import { Failure } from './console.mjs';

const json = 'application/json';
const methods = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' };

/** What the session layer does itself, keeping what comes of it. */
const signIn = new Set([
  'Identity_Login', 'Identity_VerifyDevice', 'Identity_ResendDeviceCode', 'Identity_Refresh', 'Identity_Logout', 'Identity_Reauthenticate',
  'Identity_ForgotPassword', 'Identity_ResetPassword', 'Identity_GetMe', 'Tenancy_EnterPlatformScope',
]);

const lower = (name) => `${name[0].toLowerCase()}${name.slice(1)}`;
const nameOf = (schema) => schema?.$ref?.split('/').at(-1);
const indent = (lines, by) => lines.map((line) => (line === '' ? '' : `${by}${line}`));

/** A documentation comment of one or more lines. */
function comment(lines) {
  const texts = lines.filter(Boolean).map((line) => line.replaceAll('*/', '*\\/').replaceAll(/\s+/g, ' ').trim());
  if (texts.length === 0) return [];
  return texts.length === 1 ? [`/** ${texts[0]} */`] : ['/**', ...texts.map((text) => ` * ${text}`), ' */'];
}

/** The TypeScript type of a schema that stands in an operation itself; the named ones are NSwag's. */
function typeOf(schema, used) {
  if (schema === undefined) return 'unknown';
  const name = nameOf(schema);
  if (name !== undefined) {
    used.add(name);
    return name;
  }
  const options = schema.oneOf ?? schema.anyOf ?? (schema.allOf?.length === 1 ? schema.allOf : undefined);
  const plain = options !== undefined ? options.map((option) => typeOf(option, used)).join(' | ')
    : schema.enum !== undefined ? schema.enum.map((value) => (value === null ? 'null' : `'${value}'`)).join(' | ')
      : schema.type === 'array' ? `readonly ${group(typeOf(schema.items, used))}[]`
        : { string: 'string', integer: 'number', number: 'number', boolean: 'boolean' }[schema.type] ?? 'unknown';
  return schema.nullable ? `${plain} | null` : plain;
}

const group = (type) => (type.includes(' | ') ? `(${type})` : type);

/** What a success answers: nothing, JSON of some type, or a file. */
function answerOf(operation, used) {
  const contents = Object.entries(operation.responses).filter(([status]) => status.startsWith('2')).map(([, response]) => response.content ?? {});
  const schemas = contents.flatMap((content) => (content[json] ? [content[json].schema] : []));
  if (schemas.length > 0) return { kind: 'json', schemas, type: [...new Set(schemas.map((schema) => typeOf(schema, used)))].join(' | ') };
  const files = contents.flatMap((content) => Object.keys(content));
  return files.length > 0 ? { kind: 'file', accept: files.join(', ') } : { kind: 'nothing' };
}

/** What is sent: JSON of some type, a form with files, or text of some other type. */
function bodyOf({ requestBody }, used) {
  if (requestBody === undefined) return undefined;
  const types = Object.keys(requestBody.content);
  const optional = requestBody.required !== true;
  if (types.includes(json)) return { type: typeOf(requestBody.content[json].schema, used), optional };
  if (types.includes('multipart/form-data')) return { type: 'FormData', optional: false };
  return { type: 'Blob | string', optional, contentType: types[0] };
}

/** The members of a list's filter, or of another query. */
function queryOf(parameters, isList, used) {
  return parameters.filter(({ name }) => !(isList && name === 'cursor')).map(({ name, description, schema, required }) => (isList && name === 'limit'
    ? { name: 'pageSize', doc: `How many items a page holds: ${schema.minimum} to ${schema.maximum}, ${schema.default} where it is left out.`, type: 'number', required: false }
    : { name, doc: description, type: typeOf(schema, used), required: required === true }));
}

function readOperation(path, method, operation, document, used) {
  const [feature, message] = operation.operationId.split('_');
  const parameters = operation.parameters ?? [];
  const headers = new Set(parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name));
  const answer = answerOf(operation, used);
  const [page] = answer.schemas ?? [];
  const { items, nextCursor } = document.components.schemas[nameOf(page)]?.properties ?? {};
  const isList = method === 'get' && items !== undefined && nextCursor !== undefined;
  if (isList) used.delete(nameOf(page));
  return {
    feature: signIn.has(operation.operationId) ? 'signIn' : lower(feature), name: lower(message), message, summary: operation.summary ?? message, path, method: methods[method], isList,
    answer: isList ? { kind: 'list', type: typeOf(items.items, used) } : answer,
    ids: parameters.filter((parameter) => parameter.in === 'path'), body: bodyOf(operation, used),
    query: queryOf(parameters.filter((parameter) => parameter.in === 'query'), isList, used),
    keyed: headers.has('Idempotency-Key'), conditional: headers.has('If-Match'), anonymous: operation.security?.length === 0,
  };
}

/** The interface of an operation's query; its name is the message's, for that is unique. */
function writeQuery({ message, isList, query, feature }, names) {
  const name = `${message}${isList ? 'Filter' : 'Query'}`;
  if (names.has(name)) throw new Failure(`Both ${names.get(name)} and ${feature} have an operation ${message} with a query: one needs another name.`);
  names.set(name, feature);
  const members = query.flatMap((member) => [...comment([member.doc]), member.required ? `readonly ${member.name}: ${member.type};` : `readonly ${member.name}?: ${member.type} | undefined;`]);
  return { name, lines: [`export interface ${name} {`, ...indent(members, '  '), '}', ''] };
}

function writeOperation(operation, queryName) {
  const { ids, body, query, answer, keyed, conditional, anonymous } = operation;
  // What has a version can be given in the place of its id: then the change is refused if somebody else made one meanwhile.
  const idType = conditional && ids.length === 1 ? 'Target' : 'string';
  const parameters = ids.map(({ name }) => `${name}: ${idType}`);
  if (body) parameters.push(body.optional ? `body?: ${body.type}` : `body: ${body.type}`);
  if (query.length > 0) parameters.push(query.some(({ required }) => required) ? `${operation.isList ? 'filter' : 'query'}: ${queryName}` : `${operation.isList ? 'filter' : 'query'}?: ${queryName}`);
  parameters.push('call?: CallOptions');
  const request = [
    `method: '${operation.method}'`, `path: '${operation.path}'`,
    ids.length > 0 ? `ids: [${ids.map(({ name }) => name).join(', ')}]` : '',
    body ? (body.optional && !body.contentType ? 'body: body ?? {}' : 'body') : '', body?.contentType ? `contentType: '${body.contentType}'` : '',
    query.length > 0 ? (operation.isList ? 'query: filter' : 'query') : '',
    answer.accept ? `accept: '${answer.accept}'` : '',
    keyed ? 'keyed: true' : '', anonymous ? 'anonymous: true' : '',
  ].filter(Boolean).join(', ');
  const type = { list: `PagedList<${answer.type}>`, json: `Promise<${answer.type}>`, file: 'Promise<Download>', nothing: 'Promise<void>' }[answer.kind];
  const notes = [/[.!?]$/.test(operation.summary) ? operation.summary : `${operation.summary}.`, idType === 'Target' ? 'Give the thing itself in the place of its id, and it is refused (`version_mismatch`) if somebody else has changed it.' : undefined];
  return [...comment(notes), `${operation.name}: (${parameters.join(', ')}): ${type} =>`, `  ${answer.kind}(to, { ${request} }, call),`];
}

/**
 * The operations of a document as TypeScript, one function for each, by feature: ids first, then the body, then the query, and last
 * what any call may ask for. Their types come from the client that NSwag writes beside it.
 */
export function generateOperations(documentText) {
  const document = JSON.parse(documentText);
  const used = new Set();
  const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item)
    .filter(([method]) => method in methods).map(([method, operation]) => readOperation(path, method, operation, document, used)));
  const names = new Map();
  const [queries, features] = [[], new Map()];
  for (const operation of operations) {
    const query = operation.query.length > 0 ? writeQuery(operation, names) : undefined;
    if (query) queries.push(...query.lines);
    features.set(operation.feature, [...(features.get(operation.feature) ?? []), ...writeOperation(operation, query?.name)]);
  }
  const about = new Map([...document.tags ?? [], { name: 'SignIn', description: 'What the session does itself: it keeps what comes of it.' }].map(({ name, description }) => [lower(name), description]));
  const sorted = [...features].sort(([a], [b]) => (a < b ? -1 : 1));
  const kinds = ['file', 'json', 'list', 'nothing'].filter((kind) => operations.some(({ answer }) => answer.kind === kind));
  return [
    '// <auto-generated>Written by build/sdk from openapi.json.</auto-generated>', '',
    `import { ${kinds.join(', ')}, type CallOptions${kinds.includes('file') ? ', type Download' : ''}, type Sender, type Target } from '../operations.js';`,
    `import type { PagedList } from '../paging.js';`,
    'import type {', ...[...used].sort().map((name) => `  ${name},`), `} from './client.js';`, '',
    ...queries,
    ...sorted.flatMap(([feature, lines]) => [...comment([about.get(feature)]), `export const ${feature} = (to: Sender) => ({`, ...indent(lines, '  '), '});', '']),
    '/** Every feature of the service, but for what the session does itself. */',
    `export const everyFeature = { ${sorted.map(([feature]) => feature).filter((feature) => feature !== 'signIn').join(', ')} };`, '',
  ].join('\n');
}

/** The codes of problems that a document knows. */
export function generateCodes(documentText) {
  const codes = [...JSON.parse(documentText).components.schemas.ProblemCode.enum].sort();
  return [
    '// <auto-generated>Written by build/sdk from openapi.json.</auto-generated>', '',
    '/** The codes of problems that this version of the SDK knows. A service may be newer: a code is one of these or another text. */',
    'export const knownProblemCodes = [', ...codes.map((code) => `  '${code}',`), '] as const;', '',
  ].join('\n');
}
