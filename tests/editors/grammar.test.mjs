// The TextMate grammar on every script of ours, held against what the compiler makes of each word.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

import { scripts, source, treeOf } from './scripts.mjs';

const { generated } = await import(pathToFileURL(join(source, 'editors/generate.mjs')));
const { readTables } = await import(pathToFileURL(join(source, 'editors/tables.mjs')));
const tables = readTables();

async function loadGrammar() {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(generated()['vscode/syntaxes/weir.tmLanguage.json'], 'weir.json'),
  });
  return registry.loadGrammar('source.weir');
}
const grammar = await loadGrammar();

/** The innermost scope of each character, and the scopes that are open behind the last one. */
function paint(text) {
  const scopes = [];
  let stack = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    for (const token of tokens)
      for (let at = token.startIndex; at < Math.min(token.endIndex, line.length); ++at) scopes.push(token.scopes.at(-1));
    scopes.push('newline');
    stack = ruleStack;
  }
  return { scopes, open: grammar.tokenizeLine('', stack).tokens.at(-1).scopes };
}

// The lexer's tokens once more, as its grammar says them and not as the TextMate grammar does.
const kTokens = /(?<comment>\/\/[^\n]*)|(?<string>"[^"\n]*")|(?<time>\d+:\d+(:\d+(\.\d+)?)?( +(UTC|[A-Z]\w*(\/[A-Z][\w+-]*)+))?)|(?<number>\d(_?\d)*(\.\d(_?\d)*)?)|(?<word>[A-Za-z_]\w*)/g;

const kDeclared = /^(?:live )?(strategy|policy|fn|phase|work|let|parameter|leg) (\w+)/;
const kStatements = new Set(['halt', 'reopen', 'stale', 'lit', 'dark', 'rfq', 'resume', 'pause', 'hold', 'cancel', 'post', 'join reopening']);

/** What the compiler says of words: offset → 'declared', 'name', 'member' or 'call'. */
function rolesOf(path, text) {
  const roles = new Map();
  const tree = treeOf(path);
  tree.forEach((node, i) => {
    const span = text.slice(node.begin, node.end);
    const said = node.text.replace(/^[a-z ]+: /, '');
    const leaf = (tree[i + 1]?.depth ?? 0) <= node.depth;
    const declared = node.text.match(kDeclared);
    if (declared) {
      const from = declared[1] === 'leg' ? 0 : span.search(/\s/);
      const name = new RegExp(`\\b${declared[2]}\\b`).exec(span.slice(declared[1] === 'parameter' && !span.startsWith('live') ? 0 : from));
      roles.set(node.begin + (declared[1] === 'parameter' && !span.startsWith('live') ? 0 : from) + name.index, 'declared');
    } else if (said.startsWith('member ')) {
      roles.set(node.begin + span.lastIndexOf(said.slice(7)), 'member');
    } else if (said.startsWith('call ')) {
      roles.set(node.begin, 'call');
    } else if (leaf && span === said && !kStatements.has(said) && /^[A-Za-z_]\w*( (touch|value|quantity|price|orders|settled))?$/.test(said)) {
      for (const word of span.matchAll(/\w+/g)) roles.set(node.begin + word.index, 'name');
    }
  });
  return roles;
}

// Before a word that the tree does not print by itself: what is counted in, compared by, taken, entered, set or expected.
const kNamed = /\bof $|\btake by (\w+ then )*$|\b(take|next|set|expect no) $/;

const kScopeOf = {
  declared: /^(entity\.name|variable\.parameter|variable\.other\.constant)/,
  name: /^(variable|support\.variable|support\.type|entity\.name)/,
  member: /^variable\.other\.property/,
  call: /^(support\.function|entity\.name\.function)/,
};

/** What the scope of a token must be. */
function expected(token, text, roles) {
  const { comment, string, time, number, word } = token.groups;
  if (comment) return comment.startsWith('///') ? /^comment\.line\.documentation/ : /^comment\.line\.double-slash/;
  if (string) return /^string\.quoted/;
  if (time) return /^constant\.numeric\.time/;
  if (number) return /^constant\.numeric/;
  const role = roles.get(token.index);
  if (role) return kScopeOf[role];
  const before = text.slice(text.lastIndexOf('\n', token.index) + 1, token.index);
  if (/[0-9] ?$/.test(before) && (tables.units.includes(word) || /^[A-Z]/.test(word))) return /^keyword\.other\.unit/;
  if (/: *$/.test(before) && tables.types.includes(word)) return /^support\.type\.unit/;
  if (kNamed.test(before) && !tables.reserved.includes(word)) return kScopeOf.name;
  const rest = text.slice(token.index).replace(/\s+/g, ' ');
  const line = before.slice(Math.max(before.lastIndexOf('{'), before.lastIndexOf(';')) + 1).trim();
  if (tables.riskSubjects.some((subject) => `${line} ${rest}`.trim().startsWith(subject) && subject.split(' ').includes(word) && /^(\w+ )?\w+ (<=|within)/.test(rest)))
    return /^support\.type\.property-name/;
  return tables.words.includes(word) ? /^(keyword|storage\.modifier)\./ : /^(variable|support|entity)/;
}

for (const path of scripts) {
  test(`${path} is coloured as the compiler reads it`, () => {
    const text = readFileSync(join(source, path), 'latin1');  // a character is a byte, as in the compiler's places
    const { scopes, open } = paint(text);
    const roles = rolesOf(path, text);
    for (const token of text.matchAll(kTokens)) {
      const line = text.slice(0, token.index).split('\n').length;
      for (let at = token.index; at < token.index + token[0].length; ++at)
        if (!/\s/.test(text[at])) assert.match(scopes[at], expected(token, text, roles), `${path}:${line}: \`${token[0]}\` is ${scopes[at]}`);
    }
    assert.deepEqual(scopes.filter((scope) => scope.startsWith('invalid')), []);
    assert.deepEqual(open, ['source.weir'], 'nothing is open behind the end');
  });
}

test('every word of the language is somewhere in the grammar', () => {
  const text = generated()['vscode/syntaxes/weir.tmLanguage.json'];
  const words = [...tables.words, ...tables.units, ...tables.functions].filter((word) => !tables.inExpressions.includes(word));
  for (const word of words) assert.match(text, new RegExp(`[^A-Za-z]${word}[^a-z]`), word);
});

test('what is generated is what lies beside it', () => {
  for (const [path, text] of Object.entries(generated())) assert.equal(readFileSync(join(source, 'editors', path), 'utf8'), text, path);
});

test('a text that is not closed is shown, and ends with its line', () => {
  const { scopes, open } = paint('use "abc\nweir 1\n');
  assert.match(scopes[4], /^invalid/);
  assert.match(scopes[9], /^keyword/);
  assert.deepEqual(open, ['source.weir']);
});

test('a soft word is a keyword in its place and a name elsewhere', () => {
  const { scopes } = paint('strategy f() {\n    let show = take\n    work mid { show 10% }\n}\n');
  const of = (line, column) => scopes['strategy f() {\n    let show = take\n    work mid { show 10% }\n'.split('\n').slice(0, line).join('\n').length + (line ? 1 : 0) + column];
  assert.match(of(1, 8), /^variable/);
  assert.match(of(1, 15), /^variable/);
  assert.match(of(2, 9), /^entity\.name/);
  assert.match(of(2, 15), /^keyword/);
});
