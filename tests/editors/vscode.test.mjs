// The extension of Visual Studio Code: packaged as a user does, looked into, loaded, and its tables tried on real text.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { scripts, source, staged, textOf, weir } from './scripts.mjs';
import { unzip } from './zip.mjs';

const folder = join(staged, 'vscode');

function packaged() {
  execFileSync('npm', ['run', '--silent', 'package'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return readFileSync(join(folder, 'weir.vsix'));
}

const vsix = packaged();
const files = unzip(vsix);
const manifest = JSON.parse(files.get('extension/package.json'));
const language = JSON.parse(files.get('extension/language-configuration.json'));

test('the package has what its manifest names, and nothing else of ours', () => {
  const names = [manifest.main, manifest.contributes.languages[0].configuration, manifest.contributes.grammars[0].path];
  const expected = names.map((name) => join('extension', name)).concat('extension/package.json', 'extension/readme.md');
  assert.deepEqual([...files.keys()].filter((name) => name.startsWith('extension/')).sort(), expected.sort());
});

test('packaging again gives the same bytes', () => {
  utimesSync(join(folder, 'README.md'), 1, 1);
  assert.ok(packaged().equals(vsix));
});

/** Stands for any value of the editor's interface: it can be called, constructed, extended, iterated and asked for more. */
function anything(known = {}) {
  const made = new Map(Object.entries(known));
  const self = new Proxy(class {}, {
    get(target, name) {
      if (name === Symbol.iterator) return () => [][Symbol.iterator]();
      if (name === Symbol.toPrimitive) return () => '';
      if (name === 'prototype') return target.prototype;
      if (name === 'then') return undefined;
      if (!made.has(name)) made.set(name, anything());
      return made.get(name);
    },
    set: (_, name, value) => Boolean(made.set(name, value)),
    apply: () => anything(),
    construct: (target, args, wanted) => (wanted === self ? anything() : Reflect.construct(target, args, wanted)),
  });
  return self;
}

test('the extension registers every command of its manifest', async () => {
  const registered = [];
  const vscode = Object.create(anything({ commands: anything({ registerCommand: (name) => registered.push(name) }), version: '1.91.0' }));
  const load = Module._load;
  Module._load = (name, ...more) => (name === 'vscode' ? vscode : load(name, ...more));
  try {
    const path = join(tmpdir(), `weir-extension-${process.pid}.cjs`);
    writeFileSync(path, files.get('extension/dist/extension.js'));
    const extension = Module.createRequire(import.meta.url)(path);
    await extension.activate({ subscriptions: [] });
    await extension.deactivate();
  } finally {
    Module._load = load;
  }
  assert.deepEqual(registered.filter((name) => name.startsWith('weir.client.')).sort(), manifest.contributes.commands.map((entry) => entry.command).sort());
});

test('the problem matcher finds each message of weir check', () => {
  const [first, second] = manifest.contributes.problemMatchers[0].pattern.map((pattern) => new RegExp(pattern.regexp));
  const path = join(tmpdir(), `weir-problems-${process.pid}.weir`);
  writeFileSync(path, 'weir 1\nstrategy f() {\n    let x = bidd\n    shedule linear\n}\n');
  const lines = spawnSync(weir, ['check', path], { encoding: 'utf8' }).stderr.split('\n');
  const found = lines.flatMap((line, i) => {
    const [head, place] = [line.match(first), lines[i + 1]?.match(second)];
    return head ? [[head[1], head[2], place[1], place[2], place[3]]] : [];
  });
  assert.deepEqual(found, [['error', 'W0201', path, '3', '13'], ['error', 'W0109', path, '4', '5']]);
});

test('the rules of indentation make the house format', () => {
  const [deeper, back] = ['increaseIndentPattern', 'decreaseIndentPattern'].map((name) => new RegExp(language.indentationRules[name]));
  for (const path of scripts) {
    let depth = 0;
    textOf(path).split('\n').forEach((line, i) => {
      if (back.test(line)) --depth;
      if (line.trim()) assert.equal(line.match(/^ */)[0].length, 4 * depth, `${path}:${i + 1}`);
      if (deeper.test(line)) ++depth;
    });
  }
});

test('a word is a name, a number or a time', () => {
  const words = (text) => text.match(new RegExp(language.wordPattern, 'g'));
  assert.deepEqual(words('order.limit else max_child 250_000 0.5% 09:20:03'), ['order', 'limit', 'else', 'max_child', '250_000', '0.5', '09:20:03']);
});

test('a line of documentation goes on', () => {
  const [rule] = language.onEnterRules;
  assert.match('    /// Most that one child', new RegExp(rule.beforeText));
  assert.doesNotMatch('    // a remark', new RegExp(rule.beforeText));
});

const page = (name) => readFileSync(join(source, 'docs', name), 'utf8');

test('the pages name every setting, and what it is by default', () => {
  const settings = Object.entries(manifest.contributes.configuration.properties);
  const shown = (value) => (value === true ? 'on' : value === false ? 'off' : Array.isArray(value) && !value.length ? 'none' : `\`${value}\``);
  const rows = (name) => [...page(name).matchAll(/^\| `(weir\.[\w.]+)` \| ([^|]+) \|/gm)].map(([, setting, value]) => [setting, value]);
  const ours = (setting) => !['weir.server.path', 'weir.trace.server'].includes(setting);  // of this client, and not of the server
  const all = settings.map(([setting, { default: value }]) => [setting, shown(value)]).sort();
  assert.deepEqual(rows('how-to/set-up-vscode.md').sort(), all);
  assert.deepEqual(rows('editors.md').sort(), all.filter(([setting]) => ours(setting)));
});

test('the commands of the page package the extension and install it', () => {
  const [, block] = page('how-to/set-up-vscode.md').match(/^```\n(cd editors\/vscode\n[^]*?)^```/m);
  const tools = mkdtempSync(join(tmpdir(), 'weir-code-'));
  writeFileSync(join(tools, 'code'), '#!/bin/sh\ntest "$1" = --install-extension && unzip -tq "$2" >/dev/null && cp "$2" "$(dirname "$0")/installed.vsix"\n', { mode: 0o755 });
  // The packages are there already.
  const commands = block.replace('cd editors/vscode', `cd '${folder}'`).replace('npm ci', 'test -d node_modules');
  execFileSync('bash', ['-ec', commands], { env: { ...process.env, PATH: `${tools}:${process.env.PATH}` }, stdio: ['ignore', 'ignore', 'inherit'] });
  assert.ok(readFileSync(join(tools, 'installed.vsix')).equals(vsix));
  rmSync(tools, { recursive: true });
});
