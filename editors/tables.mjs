// The words of the language and where each means something, read from the compiler's own grammar and tables.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = process.env.WEIR_SOURCE_DIR ?? fileURLToPath(new URL('..', import.meta.url));

const read = (path) => readFileSync(join(root, path), 'utf8').replace(/\r/g, '');
const withoutComments = (text) => text.replace(/\/\/.*/g, '');
const sorted = (words) => [...new Set(words)].sort();

/** The texts of the first column that is a text, of each row of a table. */
function rows(path) {
  return read(path).split('\n').filter((line) => line.startsWith('WEIR_')).map((line) => line.match(/"([^"]*)"/)[1]);
}

/** The tokens that are words: {WHEN: 'when', …}. */
function wordTokens() {
  const tokens = {};
  for (const [, name, text] of withoutComments(read('grammar/WeirLexer.g4')).matchAll(/\b([A-Z_]+): *'([a-z_]+)'/g))
    tokens[name] = text;
  return tokens;
}

/** The reserved words: the first group of the lexer's grammar. */
function reservedWords() {
  const [, group] = read('grammar/WeirLexer.g4').match(/\/\/ Reserved:.*\n([\s\S]*?)\n\n/);
  return [...group.matchAll(/'([a-z]+)'/g)].map((match) => match[1]);
}

/** The rules of the parser's grammar: name → list of its symbols. */
function parserRules() {
  const text = withoutComments(read('grammar/WeirParser.g4')).replace(/options\s*\{[^}]*\}/, '');
  const rules = new Map();
  for (const [, name, body] of text.matchAll(/\b([a-z]\w*)\s*:\s*([^;]*);/g)) rules.set(name, body.match(/\w+|[()|*+?~]/g));
  return rules;
}

// What an expression or a name holds is no part of the statement around it.
const kOpen = new Set(['expression', 'word', 'argument', 'arguments', 'functionParameter', 'parameter', 'number']);

class Grammar {
  constructor() {
    this.tokens = wordTokens();
    this.rules = parserRules();
    this.lists = new Set();
    for (const symbols of this.rules.values()) {
      const list = bodyOf(symbols);
      if (list) this.lists.add(list);
    }
  }

  /** The words that a rule says itself, or by rules of its own; not those of a block in it. */
  words(rule, seen = new Set()) {
    if (seen.has(rule) || kOpen.has(rule) || this.lists.has(rule)) return [];
    seen.add(rule);
    return (this.rules.get(rule) ?? []).flatMap((symbol) =>
      this.tokens[symbol] ? [this.tokens[symbol]] : this.words(symbol, seen));
  }

  /** The words that a rule may begin with; empty when it begins with a name or an expression. */
  heads(rule) {
    const symbols = this.rules.get(rule);
    const found = [];
    let depth = 0;
    let complete = false;  // this alternative has its first symbol
    for (let i = 0; i < symbols.length; ++i) {
      const symbol = symbols[i];
      if (symbol === '(') ++depth;
      else if (symbol === ')') --depth;
      else if (symbol === '|') complete = depth > 0 ? complete && !this.firstGroup(symbols, i) : false;
      else if (/\w/.test(symbol) && !complete) {
        if (this.tokens[symbol]) found.push(this.tokens[symbol]);
        else if (this.rules.has(symbol) && !kOpen.has(symbol)) found.push(...this.heads(symbol));
        complete = symbols[i + 1] !== '?';
      }
    }
    return sorted(found);
  }

  /** Whether nothing but brackets stands before the group that holds symbol `at`. */
  firstGroup(symbols, at) {
    let depth = 0;
    for (let i = at; i >= 0; --i) {
      depth += (symbols[i] === ')') - (symbols[i] === '(');
      if (depth < 0) return symbols.slice(0, i).every((symbol) => symbol === '(');
    }
    return false;
  }

  /** The statements of a list, such as `clause`: their names, words and, for blocks, the list within. */
  statements(list) {
    const symbols = this.rules.get(list).filter((symbol) => /^[a-z]/.test(symbol) && !symbol.startsWith('other'));
    return symbols.map((name) => ({
      name,
      heads: this.heads(name),
      words: sorted(this.words(name)),
      body: bodyOf(this.rules.get(name)),
    }));
  }
}

/** The list that a rule holds between braces: `LBRACE (clause | SEPARATOR)* RBRACE`. */
function bodyOf(symbols) {
  const at = symbols.indexOf('LBRACE');
  return at >= 0 && symbols[at + 1] === '(' && symbols[at + 3] === '|' && symbols[at + 4] === 'SEPARATOR' ? symbols[at + 2] : undefined;
}

export function readTables() {
  const grammar = new Grammar();
  const units = rows('compiler/sema/literal_units.def');
  const types = read('compiler/sema/units.def').split('\n').map((line) => line.match(/^WEIR_UNIT\((\w+), /)?.[1]);
  return {
    lists: Object.fromEntries(['declaration', ...grammar.lists].map((list) => [list, grammar.statements(list)])),
    words: sorted(Object.values(grammar.tokens)),
    reserved: sorted(reservedWords()),
    inExpressions: sorted(['sum', 'share', 'relation'].flatMap((rule) => grammar.words(rule))),
    units: sorted(units),
    currencies: sorted(rows('compiler/sema/currencies.def')),
    functions: sorted(rows('compiler/sema/functions.def')),
    prelude: sorted(rows('compiler/sema/words.def').filter((text) => !text.includes('.'))),
    types: sorted(types.filter((type) => type && type !== 'error')),
    riskSubjects: sorted(rows('compiler/syntax/risk_subjects.def')),
  };
}
