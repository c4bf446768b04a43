// `weir check`, `verify` and `test` as tasks, with their messages as problems.
import * as vscode from 'vscode';

interface Definition extends vscode.TaskDefinition {
  command: 'check' | 'verify' | 'test';
  files?: string[];
  args?: string[];
}

export class TaskProvider implements vscode.TaskProvider {
  constructor(private readonly serverPath: () => string) {}

  provideTasks(): vscode.Task[] {
    return (['check', 'verify', 'test'] as const).map((command) => this.make({ type: 'weir', command }));
  }

  resolveTask(task: vscode.Task): vscode.Task {
    return this.make(task.definition as Definition);
  }

  private make(definition: Definition): vscode.Task {
    const files = definition.files ?? ['${file}'];
    const run = new vscode.ProcessExecution(this.serverPath(), [definition.command, ...(definition.args ?? []), ...files], { cwd: '${workspaceFolder}' });
    const task = new vscode.Task(definition, vscode.TaskScope.Workspace, definition.command, 'weir', run, '$weir');
    if (definition.command === 'test') task.group = vscode.TaskGroup.Test;
    if (definition.command === 'check') task.group = vscode.TaskGroup.Build;
    return task;
  }
}
