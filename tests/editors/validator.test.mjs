// The validator itself: right messages pass, and each kind of wrong one is noticed.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Validator } from './validator.mjs';

const validator = new Validator();
const place = { line: 0, character: 4 };
const range = { start: place, end: { line: 0, character: 9 } };
const answer = (result) => ({ jsonrpc: '2.0', id: 1, result });
const push = (diagnostic) => ({ jsonrpc: '2.0', method: 'textDocument/publishDiagnostics', params: { uri: 'file:///a.weir', diagnostics: [diagnostic] } });

const kGood = {
  'no hover': [answer(null), 'textDocument/hover'],
  'a hover': [answer({ contents: { kind: 'markdown', value: 'bid' }, range }), 'textDocument/hover'],
  'a diagnostic': [push({ range, severity: 1, code: 'W0201', codeDescription: { href: 'https://example.com/' }, message: 'no', data: { any: ['thing', 1, null] } })],
  'a custom kind of code action': [answer([{ title: 'extract', kind: 'refactor.extract.let' }]), 'textDocument/codeAction'],
  'an edit of several files': [answer({ changes: { 'file:///a.weir': [{ range, newText: 'x' }] } }), 'textDocument/rename'],
  'a list or an array of completions': [answer({ isIncomplete: false, items: [{ label: 'bid', kind: 6 }] }), 'textDocument/completion'],
  'an error': [{ jsonrpc: '2.0', id: 1, error: { code: -32800, message: 'cancelled' } }, 'textDocument/hover'],
  'an error before an id was read': [{ jsonrpc: '2.0', id: null, error: { code: -32700, message: 'no JSON' } }],
  'a registration': [{ jsonrpc: '2.0', id: 'r', method: 'client/registerCapability', params: { registrations: [
    { id: 'a', method: 'workspace/didChangeWatchedFiles', registerOptions: { watchers: [{ globPattern: '**/*.weir' }] } }] } }],
};

const kBad = {
  'a property that is not known': [answer({ contents: 'bid', colour: 'red' }), 'textDocument/hover', /has no `colour`/],
  'a property that is missing': [push({ range }), undefined, /needs `message`/],
  'a fraction of a line': [push({ range: { start: { line: 0.5, character: 0 }, end: place }, message: 'no' }), undefined, /is no uinteger/],
  'a line before the first': [push({ range: { start: { line: -1, character: 0 }, end: place }, message: 'no' }), undefined, /is no uinteger/],
  'a severity that is not there': [push({ range, severity: 9, message: 'no' }), undefined, /is no DiagnosticSeverity/],
  'a text for a number': [answer([{ range, kind: 1, text: 'x' }]), 'textDocument/documentHighlight', /has no `text`/],
  'null where there is none': [answer({ contents: 'x', range: null }), 'textDocument/hover', /null is no Range/],
  'a path for a uri': [answer({ uri: '/a.weir', range }), 'textDocument/definition', /is no DocumentUri/],
  'a wrong result': [answer({ data: ['1'] }), 'textDocument/semanticTokens/full', /is no uinteger/],
  'a result and an error': [{ ...answer(null), error: { code: 1, message: '' } }, 'textDocument/hover', /a result or an error/],
  'an answer to nothing': [answer(null), undefined, /was not asked for/],
  'a request of a client': [{ jsonrpc: '2.0', id: 1, method: 'textDocument/hover', params: { textDocument: { uri: 'file:///a' }, position: place } }, undefined, /for a client to send/],
  'a method of no protocol': [{ jsonrpc: '2.0', method: 'weir/done', params: {} }, undefined, /is no notification/],
  'another version': [{ ...answer(null), jsonrpc: '1.0' }, 'textDocument/hover', /not 2\.0/],
  'an error without a code': [{ jsonrpc: '2.0', id: 1, error: { message: 'x' } }, 'textDocument/hover', /code of an error/],
  'a wrong registration': [{ jsonrpc: '2.0', id: 'r', method: 'client/registerCapability', params: { registrations: [
    { id: 'a', method: 'workspace/didChangeWatchedFiles', registerOptions: { watchers: [{ glob: '*' }] } }] } }, undefined, /has no `glob`|needs `globPattern`/],
};

for (const [name, [message, asked]] of Object.entries(kGood))
  test(`${name} is right`, () => assert.deepEqual(validator.message(message, asked), []));

for (const [name, [message, asked, says]] of Object.entries(kBad))
  test(`${name} is wrong`, () => assert.match(validator.message(message, asked).join('\n'), says));

test('progress is held against what its token stands for', () => {
  assert.deepEqual(validator.progress({ kind: 'begin', title: 'proving', percentage: 0 }), []);
  assert.match(validator.progress({ kind: 'begin' }).join(), /needs `title`/);
  assert.match(validator.progress({ kind: 'middle' }).join(), /no kind/);
  assert.deepEqual(validator.progress([{ uri: 'file:///a', range }], 'textDocument/references'), []);
});

test('every type of the protocol can be checked', () => {
  for (const structure of validator.structures.keys()) validator.check({ kind: 'reference', name: structure }, {});
  for (const request of validator.requests.values()) validator.check(request.result, {});
  for (const notification of validator.notifications.values()) if (notification.params) validator.check(notification.params, {});
});
