// What the server can do besides what Monaco's client knows: lenses that come anew, commands and what they give back, edits, progress.
import { editor, Emitter, languages, Range } from 'monaco-editor/editor/editor.api';

const range = ({ start, end }) => new Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1);
const modelOf = (uri) => editor.getModels().find((model) => model.uri.toString(true).toLowerCase() === decodeURIComponent(uri).toLowerCase());

function registerLenses(connection) {
  const changed = new Emitter();
  connection.handlers.set('workspace/codeLens/refresh', () => changed.fire());
  languages.registerCodeLensProvider('weir', {
    onDidChange: changed.event,
    async provideCodeLenses(model) {
      const lenses = await connection.request('textDocument/codeLens', { textDocument: { uri: model.uri.toString(true) } });
      return {
        lenses: (lenses ?? []).map((lens) => ({ range: range(lens.range), command: lens.command && { ...lens.command, id: lens.command.command }, lens })),
        dispose() {},
      };
    },
    async resolveCodeLens(_, shown) {
      if (shown.command) return shown;
      const { command } = await connection.request('codeLens/resolve', shown.lens);
      return { ...shown, command: { ...command, id: command.command } };
    },
  });
}

/** The edits of the server itself; only scripts that are open are changed. */
function applyEdits({ edit }) {
  const all = edit.documentChanges?.filter((change) => change.edits).map((change) => [change.textDocument.uri, change.edits]) ?? Object.entries(edit.changes ?? {});
  const missing = all.find(([uri]) => !modelOf(uri));
  if (missing) return { applied: false, failureReason: `${missing[0]} is not open` };
  for (const [uri, edits] of all) modelOf(uri).pushEditOperations([], edits.map((one) => ({ range: range(one.range), text: one.newText })), () => null);
  return { applied: true };
}

function registerCommands(connection, show) {
  const run = async (command, args) => {
    try {
      show(command, (await connection.request('workspace/executeCommand', { command, arguments: args })) ?? {});
    } catch (error) {
      show(command, { text: error.message });
    }
  };
  for (const command of connection.server.executeCommandProvider?.commands ?? []) editor.registerCommand(command, (_, ...args) => run(command, args));
  editor.registerCommand('weir.client.runOnTape', (_, uri, strategy) => {
    const tape = prompt('On which tape? Its path on this machine:');
    const order = tape && prompt('Which order?', 'buy 1_000 shares from 10:00 to 12:00');
    if (order) run('weir.runOnTape', [uri, strategy, tape, order]);
  });
  return run;
}

/** `show(command, {text | html})`, `progress(text)`; gives a way to run a command of the server. */
export function useServer(connection, { show, progress }) {
  const titles = new Map();
  connection.handlers.set('workspace/applyEdit', applyEdits);
  connection.handlers.set('window/workDoneProgress/create', () => null);
  connection.handlers.set('$/progress', ({ token, value }) => {
    if (value.kind === 'begin') titles.set(token, value.title);
    if (value.kind === 'end') titles.delete(token);
    progress([...titles.values()].at(-1), value.message);
  });
  if (connection.server.codeLensProvider) registerLenses(connection);
  return registerCommands(connection, show);
}
