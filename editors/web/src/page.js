// The page: a list of scripts, the editor, what is wrong, and what commands give back.
import 'monaco-editor/editor';
import 'monaco-editor/features/register.all';

import { editor, KeyCode, KeyMod, MarkerSeverity, Uri } from 'monaco-editor/editor/editor.api';
import { MonacoLspClient, WebSocketTransport } from 'monaco-lsp';

import { Connection } from './connection.js';
import { registerLanguage } from './language.js';
import { useServer } from './server.js';
import { followTheme } from './theme.js';

self.MonacoEnvironment = { getWorker: () => new Worker('worker.js', { type: 'module' }) };

const element = (id) => document.getElementById(id);
const make = (tag, properties, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

const uriOf = (name) => Uri.parse(`file:///scripts/${name}`);
const nameOf = (uri) => uri.path.replace('/scripts/', '');

// ---------------------------------------------------------------------------------------------------- scripts

let view;

async function modelOf(name) {
  const known = editor.getModel(uriOf(name));
  if (known) return known;
  const text = await (await fetch(`scripts/${name}`)).text();
  return editor.getModel(uriOf(name)) ?? editor.createModel(text, 'weir', uriOf(name));
}

async function open(name) {
  view.setModel(await modelOf(name));
  history.replaceState(null, '', `#${name}`);
  for (const link of element('scripts').querySelectorAll('a')) link.classList.toggle('open', link.dataset.name === name);
  showProblems();
  view.focus();
}

async function save() {
  const model = view.getModel();
  await fetch(`scripts/${nameOf(model.uri)}`, { method: 'PUT', body: model.getValue() });
  say('saved');
}

async function listScripts() {
  const names = await (await fetch('scripts')).json();
  let folder;
  for (const name of names) {
    const [, at, file] = name.match(/^(.*\/)?([^/]*)$/);
    if (at !== folder) element('scripts').append(make('h2', { textContent: (folder = at) ?? '' }));
    const link = make('a', { href: `#${name}`, textContent: file.replace('.weir', '') });
    link.dataset.name = name;
    link.onclick = (event) => (event.preventDefault(), open(name));
    element('scripts').append(link);
  }
  return names;
}

// ---------------------------------------------------------------------------------------------------- around the editor

const say = (text) => (element('state').textContent = text);

const kKinds = new Map([[MarkerSeverity.Error, 'error'], [MarkerSeverity.Warning, 'warning'], [MarkerSeverity.Info, 'info'], [MarkerSeverity.Hint, 'hint']]);

function showProblems() {
  const markers = editor.getModelMarkers({ resource: view.getModel()?.uri }).sort((a, b) => a.startLineNumber - b.startLineNumber);
  element('problems').replaceChildren(...markers.map((marker) => {
    const row = make('button', { className: kKinds.get(marker.severity) }, make('b', { textContent: marker.startLineNumber }),
      make('span', { textContent: marker.message.split('\n')[0] }), make('code', { textContent: marker.code?.value ?? marker.code ?? '' }));
    row.onclick = () => {
      view.setPosition({ lineNumber: marker.startLineNumber, column: marker.startColumn });
      view.revealLineInCenter(marker.startLineNumber);
      view.focus();
    };
    return row;
  }));
  const errors = markers.filter((marker) => marker.severity === MarkerSeverity.Error).length;
  const count = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;
  element('count').textContent = markers.length ? `${count(errors, 'error')}, ${count(markers.length - errors, 'remark')}` : 'no errors';
  element('count').className = errors ? 'error' : '';
}

const kTitles = { 'weir.schedule': 'Schedule', 'weir.runOnTape': 'Run', 'weir.runTests': 'Tests', 'weir.report': 'Verification', 'weir.verify': 'Verification' };

function showAnswer(command, { text, html }) {
  if (text === undefined && html === undefined) return;
  element('title').textContent = kTitles[command] ?? command;
  const frame = html !== undefined && make('iframe', { srcdoc: html, sandbox: '' });
  element('answer').replaceChildren(frame || make('pre', { textContent: text }));
  element('side').hidden = false;
}

// ---------------------------------------------------------------------------------------------------- together

async function start() {
  followTheme();
  await registerLanguage();
  view = editor.create(element('editor'), {
    automaticLayout: true,
    'semanticHighlighting.enabled': true,
    fontSize: 14,
    lineHeight: 22,
    fontFamily: "'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
    minimap: { enabled: false },
    formatOnType: true,
    rulers: [120],
    padding: { top: 14 },
    scrollBeyondLastLine: false,
    fixedOverflowWidgets: true,
    'bracketPairColorization.enabled': false,
    renderLineHighlight: 'all',
  });
  view.addCommand(KeyMod.CtrlCmd | KeyCode.KeyS, save);
  element('close').onclick = () => (element('side').hidden = true);
  editor.onDidChangeMarkers(showProblems);
  editor.registerEditorOpener({
    openCodeEditor: async (_, resource, place) => {
      await open(nameOf(resource));
      if (place) view.setSelection('startLineNumber' in place ? place : { startLineNumber: place.lineNumber, startColumn: place.column, endLineNumber: place.lineNumber, endColumn: place.column });
      return true;
    },
  });
  const names = await listScripts();
  const connection = await Connection.open(`ws://${location.host}/server`);
  const client = new MonacoLspClient(WebSocketTransport.fromWebSocket(connection));
  await client._initPromise;
  const run = useServer(connection, { show: showAnswer, progress: (title, message) => say([title, message].filter(Boolean).join(': ')) });
  element('report').onclick = () => run('weir.report', [view.getModel().uri.toString(true)]);
  element('report').hidden = !connection.server.executeCommandProvider?.commands.includes('weir.report');
  const wanted = decodeURIComponent(location.hash.slice(1));
  const first = names.includes(wanted) ? wanted : names.find((name) => name.endsWith('vwap.weir')) ?? names[0];
  if (first) await open(first);
  self.weir = { view, editor };  // for whoever looks from the console
}

start().catch((error) => say(error.message));
