// Serves the page and a folder of scripts on this machine alone, and joins each page to a `weir lsp` of its own.
//
//     node serve.mjs [FOLDER] [--port N] [--weir PATH]
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { WebSocketServer } from 'ws';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: 'string', default: '4180' }, weir: { type: 'string', default: 'weir' } } });
const folder = realpathSync(positionals[0] ?? '.');
const here = fileURLToPath(new URL('.', import.meta.url));

// ---------------------------------------------------------------------------------------------------- scripts

const kSkipped = new Set(['node_modules', 'build']);

/** The scripts of the folder, as the page calls them: path within it. */
function scripts(at = folder) {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || kSkipped.has(entry.name) ? [] : scripts(path);
    return entry.name.endsWith('.weir') ? [relative(folder, path).split(sep).join('/')] : [];
  });
}

/** The path of a script that the page names; only what is in the folder has one. */
function pathOf(name) {
  return name.endsWith('.weir') && !name.split('/').includes('..') ? join(folder, name) : undefined;
}

// ---------------------------------------------------------------------------------------------------- the page

const kTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf', '.wasm': 'application/wasm' };
const kPage = new Set(['page.js', 'page.css', 'worker.js', 'codicon.ttf', 'onig.wasm']);

/** Another site must not reach the server through the browser of whoever has it open. */
const isOwn = (request) => {
  const host = request.headers.host ?? '';
  const origin = request.headers.origin;
  return /^(localhost|127\.0\.0\.1):\d+$/.test(host) && (origin === undefined || origin === `http://${host}`);
};

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function answer(request, response) {
  const send = (status, type, body) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  if (!isOwn(request)) return send(403, 'text/plain', 'this page is for this machine');
  const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname).slice(1);
  try {
    if (name === '') return send(200, kTypes['.html'], readFileSync(join(here, 'index.html')));
    if (kPage.has(name)) return send(200, kTypes[extname(name)], readFileSync(join(here, 'dist', name)));
    if (name === 'scripts') return send(200, 'application/json', JSON.stringify(scripts().sort()));
    const path = name.startsWith('scripts/') && pathOf(name.slice('scripts/'.length));
    if (path && request.method === 'PUT') return writeFileSync(path, await bodyOf(request)), send(204, 'text/plain');
    if (path) return send(200, 'text/plain; charset=utf-8', readFileSync(path));
    send(404, 'text/plain', `there is no ${name}`);
  } catch (error) {
    send(error.code === 'ENOENT' ? 404 : 500, 'text/plain', String(error.message));
  }
}

// ---------------------------------------------------------------------------------------------------- the language server

const kOurs = 'file:///scripts/';  // the page knows nothing of this machine's paths
const theirs = `${pathToFileURL(folder).href}/`;

/** Every text of a message, names of properties too, that begins with one prefix gets another. */
function renamed(value, rename) {
  if (typeof value === 'string') return rename(value);
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), renamed(item, rename)]));
}

/** The page's editor writes URIs in small letters: the file with that name is meant. */
function toServer(text) {
  if (!text.startsWith(kOurs)) return text;
  const name = decodeURIComponent(text.slice(kOurs.length));
  return theirs + encodeURI(scripts().find((script) => script.toLowerCase() === name.toLowerCase()) ?? name);
}
const toPage = (text) => (text.startsWith(theirs) ? kOurs + text.slice(theirs.length) : text);

/** Calls `take` with the body of each frame. */
function frames(take) {
  let buffer = Buffer.alloc(0);
  return (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n');
      const length = head >= 0 && Number(/Content-Length: *(\d+)/i.exec(buffer.toString('latin1', 0, head))?.[1]);
      if (length === false || buffer.length < head + 4 + length) return;
      take(buffer.toString('utf8', head + 4, head + 4 + length));
      buffer = buffer.subarray(head + 4 + length);
    }
  };
}

function attach(socket) {
  const server = spawn(values.weir, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const close = () => socket.close();
  server.on('error', (error) => (console.error(`${values.weir} lsp: ${error.message}`), close()));
  server.on('exit', close);
  server.stdin.on('error', close);
  server.stdout.on('data', frames((body) => socket.send(JSON.stringify(renamed(JSON.parse(body), toPage)))));
  socket.on('message', (data) => {
    const message = renamed(JSON.parse(data), toServer);
    if (message.method === 'initialize') message.params.workspaceFolders = [{ uri: theirs.slice(0, -1), name: 'scripts' }];
    const body = Buffer.from(JSON.stringify(message));
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    server.stdin.write(body);
  });
  socket.on('close', () => server.stdin.end());
}

// ---------------------------------------------------------------------------------------------------- together

const http = createServer((request, response) => void answer(request, response));
const sockets = new WebSocketServer({ server: http, path: '/server', verifyClient: ({ req }) => isOwn(req) && req.headers.origin !== undefined });
sockets.on('connection', attach);
http.listen(Number(values.port), '127.0.0.1', () => console.log(`http://localhost:${http.address().port}/`));
