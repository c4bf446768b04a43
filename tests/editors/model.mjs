// What the protocol's messages are made of, from the type declarations that its own packages on npm ship, in the shape of
// the protocol's meta model: requests, notifications, structures, enumerations and aliases.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const kBases = new Set(['DocumentUri', 'URI', 'integer', 'uinteger', 'decimal', 'RegExp']);

/** Every file of declarations that a package's entry leads to. */
function declarations() {
  const protocol = dirname(require.resolve('vscode-languageserver-protocol/node')).replace(/lib\/node$/, 'lib/common');
  const types = dirname(require.resolve('vscode-languageserver-types', { paths: [protocol] })).replace(/lib\/(umd|esm|node)$/, 'lib/umd');
  const program = ts.createProgram([join(protocol, 'api.d.ts'), join(types, 'main.d.ts')], { noLib: true, moduleResolution: ts.ModuleResolutionKind.Node10 });
  return program.getSourceFiles().filter((file) => /vscode-languageserver-(protocol|types)/.test(file.fileName));
}

/** The notifications of the base protocol, which these packages leave to the one below them. */
const id = { kind: 'or', items: [{ kind: 'base', name: 'integer' }, { kind: 'base', name: 'string' }] };
const text = { kind: 'base', name: 'string' };
const base = (method, messageDirection, properties) => ({ method, messageDirection, params: { kind: 'literal', value: { properties } } });
const kBase = [
  base('$/progress', 'both', [{ name: 'token', type: id }, { name: 'value', type: { kind: 'any' } }]),
  base('$/cancelRequest', 'both', [{ name: 'id', type: id }]),
  base('$/logTrace', 'serverToClient', [{ name: 'message', type: text }, { name: 'verbose', type: text, optional: true }]),
  base('$/setTrace', 'clientToServer', [{ name: 'value', type: text }]),
];

class Reader {
  model = { requests: [], notifications: [], structures: [], enumerations: [], typeAliases: [] };
  structures = new Map();
  directions = require('vscode-languageserver-protocol/node');

  read(file) {
    file.forEachChild((node) => {
      if (ts.isInterfaceDeclaration(node)) this.structure(node);
      if (ts.isTypeAliasDeclaration(node) && !kBases.has(node.name.text)) this.alias(node.name.text, this.type(node.type));
      if (ts.isModuleDeclaration(node)) this.call(node);
    });
  }

  /** A choice among constants is an enumeration. */
  alias(name, type) {
    const values = type.kind === 'or' && type.items.every((item) => item.kind === 'constant') ? type.items : undefined;
    if (values) this.model.enumerations.push({ name, type: { kind: 'any' }, values });
    else this.model.typeAliases.push({ name, type });
  }

  structure(node) {
    const name = node.name.text;
    const structure = this.structures.get(name) ?? { name, properties: [], extends: [] };
    structure.properties.push(...this.properties(node.members));
    for (const clause of node.heritageClauses ?? []) structure.extends.push(...clause.types.map((type) => ({ kind: 'reference', name: type.expression.text })));
    this.structures.set(name, structure);
  }

  properties(members) {
    return members.filter(ts.isPropertySignature).map((one) => ({ name: one.name.text, type: this.type(one.type), optional: one.questionToken !== undefined }));
  }

  type(node) {
    if (ts.isParenthesizedTypeNode(node)) return this.type(node.type);
    if (ts.isArrayTypeNode(node)) return { kind: 'array', element: this.type(node.elementType) };
    if (ts.isTupleTypeNode(node)) return { kind: 'tuple', items: node.elements.map((one) => this.type(one)) };
    if (ts.isUnionTypeNode(node)) return { kind: 'or', items: node.types.map((one) => this.type(one)) };
    if (ts.isIntersectionTypeNode(node)) return { kind: 'and', items: node.types.map((one) => this.type(one)) };
    if (ts.isTypeLiteralNode(node)) return this.literal(node);
    if (ts.isLiteralTypeNode(node)) return this.constant(node.literal);
    if (ts.isTypeReferenceNode(node)) return this.reference(node);
    const keyword = { [ts.SyntaxKind.StringKeyword]: 'string', [ts.SyntaxKind.NumberKeyword]: 'decimal', [ts.SyntaxKind.BooleanKeyword]: 'boolean' }[node.kind];
    return keyword ? { kind: 'base', name: keyword } : { kind: 'any' };
  }

  literal(node) {
    const index = node.members.find(ts.isIndexSignatureDeclaration);
    if (index) return { kind: 'map', key: this.type(index.parameters[0].type), value: this.type(index.type) };
    return { kind: 'literal', value: { properties: this.properties(node.members) } };
  }

  constant(node) {
    if (ts.isStringLiteral(node)) return { kind: 'constant', value: node.text };
    if (ts.isNumericLiteral(node)) return { kind: 'constant', value: Number(node.text) };
    if (ts.isPrefixUnaryExpression(node)) return { kind: 'constant', value: -Number(node.operand.text) };
    return { kind: 'constant', value: { [ts.SyntaxKind.TrueKeyword]: true, [ts.SyntaxKind.FalseKeyword]: false }[node.kind] ?? null };
  }

  reference(node) {
    const name = ts.isQualifiedName(node.typeName) ? node.typeName.right.text : node.typeName.text;
    if (name === 'Array') return { kind: 'array', element: this.type(node.typeArguments[0]) };
    return { kind: kBases.has(name) ? 'base' : 'reference', name };
  }

  /** `namespace HoverRequest { const method: '…'; const type: ProtocolRequestType<…> }` */
  call(node) {
    const variables = (node.body?.statements ?? []).filter(ts.isVariableStatement).flatMap((one) => [...one.declarationList.declarations]);
    const of = (name) => variables.find((one) => one.name.text === name)?.type;
    const [method, type] = [of('method'), of('type')];
    if (!method || !type || !ts.isLiteralTypeNode(method) || !ts.isTypeReferenceNode(type)) return;
    const kind = type.typeName.text ?? type.typeName.right.text;
    const given = (type.typeArguments ?? []).map((one) => (one.kind === ts.SyntaxKind.VoidKeyword || one.kind === ts.SyntaxKind.NeverKeyword ? undefined : this.type(one)));
    const entry = { method: method.literal.text, messageDirection: this.directions[node.name.text]?.messageDirection };
    const nothing = { kind: 'constant', value: null };
    if (kind === 'ProtocolRequestType') this.model.requests.push({ ...entry, params: given[0], result: given[1] ?? nothing, partialResult: given[2], errorData: given[3], registrationOptions: given[4] });
    if (kind === 'ProtocolRequestType0') this.model.requests.push({ ...entry, result: given[0] ?? nothing, partialResult: given[1], errorData: given[2], registrationOptions: given[3] });
    if (kind === 'ProtocolNotificationType') this.model.notifications.push({ ...entry, params: given[0], registrationOptions: given[1] });
    if (kind === 'ProtocolNotificationType0') this.model.notifications.push({ ...entry, registrationOptions: given[0] });
  }
}

/** The model of the packages that are installed, or the meta model that WEIR_METAMODEL names. */
export function protocolModel() {
  if (process.env.WEIR_METAMODEL) return JSON.parse(readFileSync(process.env.WEIR_METAMODEL, 'utf8'));
  const reader = new Reader();
  for (const file of declarations()) reader.read(file);
  reader.model.structures = [...reader.structures.values()];
  reader.model.notifications.push(...kBase);
  return reader.model;
}
