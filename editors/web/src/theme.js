// The colours, once for light and once for dark: of the grammar's scopes and of the server's semantic tokens alike.
import { editor } from 'monaco-editor/editor/editor.api';

// What has this colour, by the names of scopes and of semantic tokens.
const kRoles = {
  remark: ['comment'],
  text: ['string'],
  number: ['constant.numeric', 'number'],
  unit: ['keyword.other.unit', 'unit'],
  head: ['keyword.control', 'keyword.other.declaration'],
  word: ['keyword', 'keyword.operator.logical', 'storage', 'modifier', 'decorator', 'enumMember'],
  name: ['entity.name', 'class', 'method', 'namespace', 'interface', 'struct'],
  call: ['support.function', 'function'],
  market: ['support.variable', 'variable.defaultLibrary', 'property.defaultLibrary'],
  parameter: ['variable.parameter', 'parameter'],
  type: ['support.type', 'type'],
  plain: ['variable', 'property', 'keyword.operator', 'operator', 'punctuation'],
};

const kLight = { remark: '6b7785', text: '1c6b48', number: '0b5cad', unit: '4a7fb5', head: '8a2be2', word: '5b4bb7', name: '9a4b00', call: '795e26',
  market: '00707f', parameter: 'b0413e', type: '267f6b', plain: '24292f', ground: 'ffffff', line: 'f4f6f8' };
const kDark = { remark: '7d8896', text: '8fcf9f', number: '8ab9f1', unit: '6a93c4', head: 'd2a0ff', word: 'a99bf5', name: 'f0b26b', call: 'e2c98a',
  market: '63c7d1', parameter: 'f29a8e', type: '76cdb1', plain: 'd7dde4', ground: '14181d', line: '1b2027' };

function define(name, base, colours) {
  editor.defineTheme(name, {
    base,
    inherit: true,
    rules: Object.entries(kRoles).flatMap(([role, tokens]) =>
      tokens.map((token) => ({ token, foreground: colours[role], fontStyle: role === 'remark' ? 'italic' : role === 'name' ? 'bold' : '' }))),
    colors: {
      'editor.background': `#${colours.ground}`,
      'editor.foreground': `#${colours.plain}`,
      'editor.lineHighlightBackground': `#${colours.line}`,
      'editorInlayHint.background': `#${colours.line}`,
      'editorInlayHint.foreground': `#${colours.remark}`,
      'editorCodeLens.foreground': `#${colours.remark}`,
    },
  });
}

/** Follows what the machine is set to. */
export function followTheme() {
  define('weir-light', 'vs', kLight);
  define('weir-dark', 'vs-dark', kDark);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const choose = () => editor.setTheme(dark.matches ? 'weir-dark' : 'weir-light');
  dark.addEventListener('change', choose);
  choose();
}
