import { PagedList, type Page } from './paging.js';
import type { CallOptions } from './transport.js';

export type { CallOptions } from './transport.js';

/** What a change is based on: a thing as the service gave it. */
export interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** Which thing: its id; or the thing itself, and then what was changed meanwhile is not overwritten (`version_mismatch`). */
export type Target = string | Versioned;

/** A request as an operation describes it. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the service's address, with the ids' names in braces. */
  readonly path: string;
  readonly ids?: readonly Target[] | undefined;
  /** What is undefined or null in it is left out; an array is repeated. */
  readonly query?: object | undefined;
  /** Sent as JSON unless `contentType` says otherwise or it is a form. */
  readonly body?: unknown;
  readonly contentType?: string | undefined;
  /** What the answer may be; JSON unless it is said. */
  readonly accept?: string | undefined;
  /** True where the service takes an Idempotency-Key, so that the request can safely be sent again. */
  readonly keyed?: boolean | undefined;
  /** True where nobody need be signed in: then no token is sent. */
  readonly anonymous?: boolean | undefined;
}

/** Sends a request and gives its success; throws a SatcomProblem or a SatcomNetworkError otherwise. */
export type Sender = (request: ApiRequest, call: CallOptions) => Promise<Response>;

/** A file that the service answered. */
export interface Download {
  readonly content: Blob;
  /** As the service names it. */
  readonly fileName: string | undefined;
}

export async function json<T>(to: Sender, request: ApiRequest, call: CallOptions = {}): Promise<T> {
  return (await (await to(request, call)).json()) as T;
}

export async function nothing(to: Sender, request: ApiRequest, call: CallOptions = {}): Promise<void> {
  await to(request, call);
}

export async function file(to: Sender, request: ApiRequest, call: CallOptions = {}): Promise<Download> {
  const response = await to(request, call);
  return { content: await response.blob(), fileName: fileNameOf(response.headers.get('Content-Disposition') ?? '') };
}

export function list<T>(to: Sender, request: ApiRequest, call: CallOptions = {}): PagedList<T> {
  const { pageSize, ...filter } = (request.query ?? {}) as { readonly pageSize?: number };
  return new PagedList((cursor) => json<Page<T>>(to, { ...request, query: { ...filter, limit: pageSize, cursor } }, call));
}

/** The address of a request, relative to the service's. */
export function addressOf({ path, ids = [], query }: ApiRequest): string {
  const left = [...ids];
  const filled = path.replace(/\{\w+\}/g, () => segment(left.shift()));
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}) as [string, unknown][]) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null) parameters.append(name, String(one));
    }
  }
  const text = parameters.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

/** The version that the thing in the place of an id has, if one was given. */
export const versionOf = ({ ids = [] }: ApiRequest): number | undefined => ids.map((id) => (typeof id === 'string' ? undefined : id.version)).find((version) => version !== undefined);

/** An id can be anybody's text: it must stay one segment of the path, or it would address something else. */
function segment(target: Target | undefined): string {
  const id = typeof target === 'object' ? target.id : target;
  if (id === undefined || ['', '.', '..'].includes(id)) throw new TypeError(`"${id ?? ''}" is no id.`);
  return encodeURIComponent(id);
}

/** RFC 6266: the extended form, in UTF-8, before the plain one. */
function fileNameOf(disposition: string): string | undefined {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  return extended === undefined ? /filename="?([^";]+)"?/i.exec(disposition)?.[1] : decodeURIComponent(extended);
}
