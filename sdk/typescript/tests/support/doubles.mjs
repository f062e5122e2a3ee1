import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

/** The real fetch, which writes down what goes through it; `meddle` may answer or fail in its place. */
export function watchedFetch(meddle = () => undefined) {
  const calls = [];
  const watched = async (url, init = {}) => {
    const call = { method: init.method ?? 'GET', path: new URL(url).pathname, headers: new Headers(init.headers), nth: 0 };
    calls.push(call);
    call.nth = calls.filter(({ method, path }) => method === call.method && path === call.path).length;
    const send = () => fetch(url, init);
    return (await meddle(call, send)) ?? send();
  };
  return Object.assign(watched, { calls, count: (path) => calls.filter((call) => call.path === path).length });
}

/** Once its answer is on its way, the line breaks. */
export const losesFirstAnswer = (path) => watchedFetch(async (call, send) => {
  if (call.path !== path || call.nth > 1) return undefined;
  await send();
  throw new TypeError('fetch failed');
});

/** The real clock, which can be put forward. */
export function movedClock() {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
    clearTimeout,
    advance: (milliseconds) => { ahead += milliseconds; },
  };
}

/** A clock that waits for nothing but a call's time limit, and writes the other waits down. */
export function hastyClock(limit = 30_000) {
  const waits = [];
  return {
    waits,
    now: () => Date.now(),
    setTimeout: (callback, milliseconds) => {
      if (milliseconds !== limit) waits.push(milliseconds);
      return setTimeout(callback, milliseconds === limit ? milliseconds : 0);
    },
    clearTimeout,
  };
}

/** A server that is not Satcom. */
export async function startServer(handle) {
  const server = http.createServer(handle);
  const open = new Set();
  server.on('connection', (socket) => open.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.close();
    // WebSockets too, which a server forgets: who waits for the end of one waits half a minute.
    for (const socket of open) socket.destroy();
  };
  return { server, url: `http://127.0.0.1:${server.address().port}`, stop };
}

/** A way to the service that can be cut. */
export async function startLine(target) {
  const { hostname, port } = new URL(target);
  const open = new Set();
  let isUp = true;
  const server = net.createServer((near) => {
    if (!isUp) return void near.destroy();
    const far = net.connect(Number(port), hostname);
    for (const [socket, other] of [[near, far], [far, near]]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = () => { for (const socket of open) socket.destroy(); };
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut: () => { isUp = false; drop(); },
    mend: () => { isUp = true; },
    stop: () => { server.close(); drop(); },
  };
}

/** Answers an upgrade to a WebSocket (RFC 6455); answers in turn how to send a short text. */
export function acceptWebSocket(request, socket) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.on('error', () => undefined);
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  return (text) => {
    const payload = Buffer.from(text);
    const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
    socket.write(Buffer.concat([Buffer.from([0x81, ...length]), payload]));
  };
}
