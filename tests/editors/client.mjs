// A client of `weir lsp` that holds every message of the server against the protocol.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import rpc from 'vscode-jsonrpc/node';

import { source, weir } from './scripts.mjs';
import { Validator } from './validator.mjs';

const validator = new Validator();

const kSemanticTypes = ['namespace', 'type', 'class', 'enum', 'interface', 'struct', 'typeParameter', 'parameter', 'variable', 'property',
  'enumMember', 'event', 'function', 'method', 'macro', 'keyword', 'modifier', 'comment', 'string', 'number', 'regexp', 'operator', 'decorator'];
const kSemanticModifiers = ['declaration', 'definition', 'readonly', 'static', 'deprecated', 'abstract', 'async', 'modification', 'documentation', 'defaultLibrary'];

/** What a client of today can do; `pulls`: it asks for diagnostics instead of being told. */
export function capabilities({ pulls = false, encodings = ['utf-16'] } = {}) {
  const markup = ['markdown', 'plaintext'];
  const told = { relatedInformation: true, tagSupport: { valueSet: [1, 2] }, codeDescriptionSupport: true, dataSupport: true };
  return {
    general: { positionEncodings: encodings },
    window: { workDoneProgress: true },
    workspace: {
      applyEdit: true,
      configuration: true,
      workspaceFolders: true,
      workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] },
      didChangeConfiguration: { dynamicRegistration: true },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      semanticTokens: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
      codeLens: { refreshSupport: true },
      diagnostics: { refreshSupport: true },
    },
    textDocument: {
      synchronization: { didSave: true },
      publishDiagnostics: { ...told, versionSupport: true },
      ...(pulls ? { diagnostic: { ...told, relatedDocumentSupport: true } } : {}),
      hover: { contentFormat: markup },
      completion: {
        contextSupport: true,
        completionItem: { snippetSupport: true, documentationFormat: markup, insertReplaceSupport: true, labelDetailsSupport: true,
          resolveSupport: { properties: ['documentation', 'detail'] }, tagSupport: { valueSet: [1] } },
        completionList: { itemDefaults: ['editRange', 'insertTextFormat'] },
      },
      signatureHelp: { signatureInformation: { documentationFormat: markup, parameterInformation: { labelOffsetSupport: true }, activeParameterSupport: true }, contextSupport: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'refactor.extract', 'source'] } },
        isPreferredSupport: true, dataSupport: true, resolveSupport: { properties: ['edit'] } },
      rename: { prepareSupport: true },
      semanticTokens: { requests: { range: true, full: { delta: true } }, tokenTypes: kSemanticTypes, tokenModifiers: kSemanticModifiers,
        formats: ['relative'], overlappingTokenSupport: false, multilineTokenSupport: false },
      inlayHint: { resolveSupport: { properties: ['tooltip'] } },
      foldingRange: { lineFoldingOnly: false },
      callHierarchy: {},
      selectionRange: {},
      documentLink: { tooltipSupport: true },
      codeLens: {},
      onTypeFormatting: {},
    },
  };
}

/** Hands a message on after a look at it. */
class Reader extends rpc.StreamMessageReader {
  constructor(stream, look) {
    super(stream);
    this.look = look;
  }
  listen(take) {
    return super.listen((message) => {
      this.look(message);
      take(message);
    });
  }
}

class Writer extends rpc.StreamMessageWriter {
  constructor(stream, look) {
    super(stream);
    this.look = look;
  }
  write(message) {
    this.look(message);
    return super.write(message);
  }
}

export class Client {
  faults = [];
  asked = new Map();  // id of a request of ours → its method
  settings = {};
  diagnostics = new Map();  // uri → what was published last
  seen = [];  // [method, params] of notifications and requests of the server
  edits = [];  // what the server had applied
  #waiting = [];
  #tokens = new Map();  // of partial results → method

  static async start({ folders = [], settings = {}, can = capabilities(), options, processId = process.pid } = {}) {
    const client = new Client();
    client.settings = settings;
    client.process = spawn(weir, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    client.ended = new Promise((resolve) => client.process.on('exit', (code, signal) => resolve(signal ?? code)));
    client.#connect();
    const workspaceFolders = folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: basename(folder) }));
    client.server = await client.request('initialize', { processId, rootUri: null, capabilities: can, workspaceFolders, initializationOptions: options });
    await client.notify('initialized', {});
    return client;
  }

  #connect() {
    const arrived = (message) => this.#check(message);
    const sent = (message) => {
      if ('id' in message && message.method) this.asked.set(message.id, message.method);
      if (message.params?.partialResultToken !== undefined) this.#tokens.set(message.params.partialResultToken, message.method);
    };
    this.connection = rpc.createMessageConnection(new Reader(this.process.stdout, arrived), new Writer(this.process.stdin, sent));
    this.connection.onError(([error]) => this.faults.push(String(error)));
    this.connection.onRequest((method, params) => this.#answer(method, params));
    this.connection.onNotification((method, params) => this.#notified(method, params));
    this.connection.onUnhandledProgress(() => {});
    this.connection.listen();
  }

  #check(message) {
    const asked = this.asked.get(message.id);
    if (!('method' in message)) this.asked.delete(message.id);
    const faults = validator.message(message, asked);
    if (message.method === '$/progress') faults.push(...validator.progress(message.params.value, this.#tokens.get(message.params.token)));
    this.faults.push(...faults.map((fault) => `${fault} in ${JSON.stringify(message).slice(0, 400)}`));
    if (message.method === '$/progress') this.#notified('$/progress', message.params);
  }

  #answer(method, params) {
    this.#remember(method, params);
    if (method === 'workspace/configuration') return params.items.map((item) => (item.section ? this.settings[item.section] ?? null : this.settings));
    if (method === 'workspace/applyEdit') {
      this.edits.push(params.edit);
      return { applied: true };
    }
    return null;
  }

  #notified(method, params) {
    if (method === 'textDocument/publishDiagnostics') this.diagnostics.set(params.uri, params);
    this.#remember(method, params);
  }

  #remember(method, params) {
    this.seen.push([method, params]);
    this.#waiting = this.#waiting.filter((waits) => !waits());
  }

  request(method, params, token) {
    return token ? this.connection.sendRequest(method, params, token) : this.connection.sendRequest(method, params);
  }
  notify(method, params) {
    return this.connection.sendNotification(method, params);
  }

  /** What `condition` gives, once it gives something after a message. */
  until(condition, what) {
    const now = condition();
    if (now) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never came: ${what}`)), 30_000);
      this.#waiting.push(() => {
        const value = condition();
        if (value) clearTimeout(timer), resolve(value);
        return value;
      });
    });
  }

  /** What is said of a document, once it is said of this version and as `good` wants it. */
  async said(uri, good = () => true, version) {
    const { diagnostics } = await this.until(() => {
      const now = this.diagnostics.get(uri);
      return now && (version === undefined || now.version === version) && good(now.diagnostics) ? now : undefined;
    }, `diagnostics of ${uri}`);
    return diagnostics;
  }

  open(uri, text, version = 1) {
    return this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'weir', version, text } });
  }
  /** The whole text anew, or a change of a range. */
  change(uri, version, ...contentChanges) {
    return this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }
  close(uri) {
    return this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** Ends the session as the protocol says; nothing that the server sent was wrong. */
  async finish() {
    assert.equal(await this.request('shutdown'), null);
    await this.notify('exit');
    assert.equal(await this.ended, 0);
    this.connection.dispose();
    assert.deepEqual(this.faults, []);
  }

  /** For a test that went wrong: nothing is left running. */
  kill() {
    this.process.kill('SIGKILL');
  }
}

/** A folder of copies of scripts of the library, gone at the end of the test. */
export function workspace(t, names = readdirSync(join(source, 'stdlib')).filter((name) => name.endsWith('.weir'))) {
  const folder = mkdtempSync(join(tmpdir(), 'weir-workspace-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of names) copyFileSync(join(source, 'stdlib', name), join(folder, name));
  const path = (name) => join(folder, name);
  return { folder, names, path, uri: (name) => pathToFileURL(path(name)).href, text: (name) => readFileSync(path(name), 'utf8') };
}

/** A test with a server and copies of scripts: `act(client, files)`. */
export async function session(t, act, { names, ...how } = {}) {
  const files = workspace(t, names);
  const client = await Client.start({ folders: [files.folder], ...how });
  try {
    await act(client, files);
    await client.finish();
  } finally {
    client.kill();
  }
}

/** The position of the n-th character of the first `needle` behind `after`. */
export function at(text, needle, n = 0, after = '') {
  const from = after ? text.indexOf(after) : 0;
  const offset = text.indexOf(needle, from);
  assert.ok(from >= 0 && offset >= 0, `\`${needle}\` is in the text`);
  return positionOf(text, offset + n);
}

export function positionOf(text, offset) {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
}

export function offsetOf(text, { line, character }) {
  return text.split('\n').slice(0, line).reduce((sum, row) => sum + row.length + 1, 0) + character;
}

/** A text with edits of it carried out; they do not overlap. */
export function apply(text, edits) {
  const sorted = [...edits].sort((a, b) => offsetOf(text, b.range.start) - offsetOf(text, a.range.start));
  return sorted.reduce((now, { range, newText }) => now.slice(0, offsetOf(text, range.start)) + newText + now.slice(offsetOf(text, range.end)), text);
}

export const cut = (text, { start, end }) => text.slice(offsetOf(text, start), offsetOf(text, end));
