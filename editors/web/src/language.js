// The language as the editor knows it by itself: the grammar and the configuration of the extension for Visual Studio Code.
import { languages } from 'monaco-editor/editor/editor.api';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import wasm from 'vscode-oniguruma/release/onig.wasm';
import { INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';

import configuration from '../../vscode/language-configuration.json';
import grammar from '../../vscode/syntaxes/weir.tmLanguage.json';

class State {
  constructor(stack) {
    this.stack = stack;
  }
  clone() {
    return new State(this.stack);
  }
  equals(other) {
    return other.stack.equals(this.stack);
  }
}

async function loadGrammar() {
  await loadWASM(await fetch(wasm));
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => parseRawGrammar(JSON.stringify(grammar), 'weir.json'),
  });
  return registry.loadGrammar('source.weir');
}

export async function registerLanguage() {
  languages.register({ id: 'weir', extensions: ['.weir'] });
  languages.setLanguageConfiguration('weir', {
    comments: { lineComment: configuration.comments.lineComment },
    brackets: configuration.brackets,
    autoClosingPairs: configuration.autoClosingPairs,
    surroundingPairs: configuration.surroundingPairs.map(([open, close]) => ({ open, close })),
    wordPattern: new RegExp(configuration.wordPattern, 'g'),
    indentationRules: Object.fromEntries(Object.entries(configuration.indentationRules).map(([name, pattern]) => [name, new RegExp(pattern)])),
    onEnterRules: [{ beforeText: new RegExp(configuration.onEnterRules[0].beforeText), action: { indentAction: 0, appendText: '/// ' } }],
  });
  const textmate = await loadGrammar();
  languages.setTokensProvider('weir', {
    getInitialState: () => new State(INITIAL),
    tokenize(line, state) {
      const { tokens, ruleStack } = textmate.tokenizeLine(line, state.stack);
      return { endState: new State(ruleStack), tokens: tokens.map(({ startIndex, scopes }) => ({ startIndex, scopes: scopes.at(-1) })) };
    },
  });
}
