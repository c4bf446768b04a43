// How a session begins and ends, what wrong messages get, and cancellation: at the level of frames where a client library would tidy up.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

import rpc from 'vscode-jsonrpc/node';

import { at, capabilities, Client, session } from './client.mjs';
import { textOf, weir } from './scripts.mjs';
import { Validator } from './validator.mjs';

const validator = new Validator();
const frame = (message) => {
  const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
};
const request = (id, method, params) => ({ jsonrpc: '2.0', id, method, params });
const notification = (method, params) => ({ jsonrpc: '2.0', method, params });
const initialize = request(1, 'initialize', { processId: null, rootUri: null, capabilities: {} });
const initialized = notification('initialized', {});
const hover = (id) => request(id, 'textDocument/hover', { textDocument: { uri: 'file:///a.weir' }, position: { line: 0, character: 0 } });

/** A server, its messages as they come, and its exit. */
function start(t) {
  const server = spawn(weir, ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] });
  t.after(() => server.kill('SIGKILL'));
  const messages = [], waiting = [];
  new rpc.StreamMessageReader(server.stdout).listen((message) => (waiting.length ? waiting.shift()(message) : messages.push(message)));
  return {
    process: server,
    send: (...all) => server.stdin.write(Buffer.concat(all.map(frame))),
    next: () => (messages.length ? Promise.resolve(messages.shift()) : new Promise((resolve) => waiting.push(resolve))),
    ended: once(server, 'exit').then(([code]) => code),
  };
}

test('a request before initialize is refused, and so is one after shutdown', async (t) => {
  const { send, next, ended } = start(t);
  send(hover(7));
  const early = await next();
  assert.deepEqual([early.id, early.error.code], [7, -32002]);
  send(initialize);
  assert.deepEqual(validator.message(await next(), 'initialize'), []);
  send(initialized, request(2, 'shutdown'), hover(8));
  assert.equal((await next()).result, null);
  const late = await next();
  assert.deepEqual([late.id, late.error.code], [8, -32600]);
  send(notification('exit'));
  assert.equal(await ended, 0);
});

test('exit without shutdown is a failure', async (t) => {
  const { send, next, ended } = start(t);
  send(initialize);
  await next();
  send(initialized, notification('exit'));
  assert.equal(await ended, 1);
});

test('a client that dies ends the server', async (t) => {
  for (const first of [[], [initialize, initialized]]) {
    const { process: server, send, ended } = start(t);
    if (first.length) send(...first);
    server.stdin.end();
    assert.equal(await ended, 1);
  }
});

test('a client that stops reading and dies ends the server', async (t) => {
  const server = start(t);
  server.send(initialize, initialized);
  await server.next();
  server.process.stdout.destroy();
  server.send(hover(2), hover(3));
  server.process.stdin.end();
  assert.notEqual(await server.ended, null);
});

test('frames may come in any pieces, and several at once', async (t) => {
  const { process: server, send, next } = start(t);
  for (const byte of frame(initialize)) server.stdin.write(Buffer.from([byte]));
  assert.equal((await next()).id, 1);
  send(initialized, request('a', 'weir/none'), request('b', 'weir/none'), hover(4));
  for (const id of ['a', 'b', 4]) assert.equal((await next()).id, id);
});

test('what is no message is answered as the protocol says, and the next is still understood', async (t) => {
  const { send, next } = start(t);
  send(initialize);
  await next();
  send(initialized, '{"jsonrpc": "2.0", ', '[1]', request(2, 'weir/none'), notification('$/weir', {}), notification('weir/none', {}),
    request(3, 'textDocument/hover', {}), request(4, '$/weir', {}), initialize);
  for (const [id, code] of [[null, -32700], [null, -32600], [2, -32601], [3, -32602], [4, -32601], [1, -32600]]) {
    const answer = await next();
    assert.deepEqual(validator.envelope(answer, ['id', 'error']), []);
    assert.deepEqual([answer.id, answer.error.code], [id, code], answer.error.message);
  }
});

test('a request that is cancelled while it waits says so', async (t) => {
  const { send, next } = start(t);
  send(initialize);
  await next();
  const uri = 'file:///a.weir';
  const text = textOf('stdlib/vwap.weir');
  send(initialized, notification('textDocument/didOpen', { textDocument: { uri, languageId: 'weir', version: 1, text } }),
    ...Array.from({ length: 50 }, (_, i) => hover(10 + i)), ...Array.from({ length: 50 }, (_, i) => notification('$/cancelRequest', { id: 10 + i })));
  const answers = new Map();
  while (answers.size < 50) {
    const message = await next();
    if ('id' in message && !message.method) answers.set(message.id, message.error?.code ?? 'result');
  }
  for (const [id, outcome] of answers) assert.ok(outcome === -32800 || outcome === 'result', `${id}: ${outcome}`);
  assert.ok([...answers.values()].includes(-32800));
});

test('places are counted as client and server agree', async (t) => {
  const kCounts = { 'utf-8': (text) => Buffer.byteLength(text), 'utf-16': (text) => text.length, 'utf-32': (text) => [...text].length };
  for (const [encoding, count] of Object.entries(kCounts))
    await t.test(encoding, (inner) => session(inner, async (client, { uri }) => {
      assert.equal(client.server.capabilities.positionEncoding, encoding);
      const line = 'use "𝄞é€.weir"; let';
      await client.open(uri('a.weir'), `weir 1\n${line} x = 1\n`);
      const said = await client.said(uri('a.weir'), (all) => all.length > 0);
      const places = said.flatMap(({ range }) => [range.start.character, range.end.character]);
      const possible = [...line, ''].map((_, i, all) => count(all.slice(0, i).join('')));
      const wide = count('use "𝄞é€.weir"');
      assert.ok(places.some((place) => place >= wide), 'something is said behind the wide characters');
      for (const place of places.filter((one) => one <= wide)) assert.ok(possible.includes(place), `${place} is between two characters`);
    }, { names: [], can: capabilities({ encodings: [encoding] }) }));
});

test('a place outside the text is taken as its end', async (t) => {
  await session(t, async (client, { uri, text }) => {
    const textDocument = { uri: uri('vwap.weir') };
    await client.open(textDocument.uri, text('vwap.weir'));
    for (const position of [{ line: 10_000, character: 0 }, { line: 2, character: 10_000 }, at(text('vwap.weir'), 'spread')])
      await client.request('textDocument/hover', { textDocument, position });
  }, { names: ['vwap.weir'] });
});

test('a text of many megabytes is answered', async (t) => {
  const client = await Client.start();
  t.after(() => client.kill());
  const uri = 'file:///big.weir';
  await client.open(uri, `weir 1\n${'// a long remark that says nothing at all\n'.repeat(250_000)}`);
  await client.said(uri);
  await client.finish();
});
