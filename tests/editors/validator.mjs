// Holds messages against a model of the protocol (model.mjs). Strict: a property that the protocol does not know is a fault.
import { protocolModel } from './model.mjs';

const kNumbers = { integer: [-(2 ** 31), 2 ** 31 - 1], uinteger: [0, 2 ** 31 - 1], decimal: [-Infinity, Infinity] };
const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const isObject = (value) => kind(value) === 'object';

export class Validator {
  constructor(model = protocolModel()) {
    const byName = (list, key = 'name') => new Map(list.map((entry) => [entry[key], entry]));
    this.structures = byName(model.structures);
    this.enumerations = byName(model.enumerations);
    this.aliases = byName(model.typeAliases);
    this.requests = byName(model.requests, 'method');
    this.notifications = byName(model.notifications, 'method');
    this.flattened = new Map();
  }

  // -------------------------------------------------------------------------------------------- types

  /** What is wrong with a value of a type, as texts that name the place. */
  check(type, value, at = '') {
    return this[type.kind](type, value, at);
  }

  base({ name }, value, at) {
    const range = kNumbers[name];
    if (range) {
      const fits = typeof value === 'number' && value >= range[0] && value <= range[1] && (name === 'decimal' || Number.isInteger(value));
      return fits ? [] : [`${at}: ${JSON.stringify(value)} is no ${name}`];
    }
    const wanted = { boolean: 'boolean', null: 'null' }[name] ?? 'string';
    if (kind(value) !== wanted) return [`${at}: ${kind(value)} is no ${name}`];
    const uri = name === 'URI' || name === 'DocumentUri';
    return uri && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(value) ? [`${at}: ${JSON.stringify(value)} is no ${name}`] : [];
  }

  reference({ name }, value, at) {
    if (this.structures.has(name)) return this.object(this.propertiesOf(name), value, at, name);
    if (this.enumerations.has(name)) return this.enumeration(this.enumerations.get(name), value, at);
    const alias = this.aliases.get(name);
    return alias ? this.check(alias.type, value, at) : []; // a parameter of a type may be anything
  }

  array({ element }, value, at) {
    if (!Array.isArray(value)) return [`${at}: ${kind(value)} is no array`];
    return value.flatMap((item, i) => this.check(element, item, `${at}[${i}]`));
  }

  map({ key, value: type }, value, at) {
    if (!isObject(value)) return [`${at}: ${kind(value)} is no object`];
    return Object.entries(value).flatMap(([name, item]) => [
      ...this.check(key, key.name?.includes('integer') ? Number(name) : name, `${at} key`), ...this.check(type, item, `${at}.${name}`)]);
  }

  tuple({ items }, value, at) {
    if (!Array.isArray(value) || value.length !== items.length) return [`${at}: no tuple of ${items.length}`];
    return items.flatMap((type, i) => this.check(type, value[i], `${at}[${i}]`));
  }

  /** One of the types fits; otherwise what keeps the nearest from it. */
  or({ items }, value, at) {
    let nearest;
    for (const type of items) {
      const faults = this.check(type, value, at);
      if (!faults.length) return [];
      if (nearest && type.kind === 'constant') continue; // that it is not null says nothing
      const depth = Math.max(...faults.map((fault) => fault.length));
      if (!nearest || faults.length < nearest.faults.length || (faults.length === nearest.faults.length && depth > nearest.depth)) nearest = { faults, depth };
    }
    return nearest.faults;
  }

  and({ items }, value, at) {
    return this.object(items.flatMap((type) => this.partsOf(type)), value, at, items.map((type) => type.name ?? 'a literal').join(' and '));
  }

  literal({ value: { properties } }, value, at) {
    return this.object(properties, value, at, 'this literal');
  }

  any() {
    return [];
  }

  constant({ value: wanted }, value, at) {
    return value === wanted ? [] : [`${at}: ${JSON.stringify(value)} is not ${JSON.stringify(wanted)}`];
  }

  stringLiteral({ value: text }, value, at) {
    return value === text ? [] : [`${at}: ${JSON.stringify(value)} is not ${JSON.stringify(text)}`];
  }

  enumeration({ name, type, values, supportsCustomValues }, value, at) {
    const faults = this.check(type, value, at);
    if (faults.length || supportsCustomValues || values.some((entry) => entry.value === value)) return faults;
    return [`${at}: ${JSON.stringify(value)} is no ${name}`];
  }

  object(properties, value, at, name) {
    if (!isObject(value)) return [`${at}: ${kind(value)} is no ${name}`];
    const faults = [];
    for (const property of properties) {
      if (property.name in value) faults.push(...this.check(property.type, value[property.name], `${at}.${property.name}`));
      else if (!property.optional) faults.push(`${at}: ${name} needs \`${property.name}\``);
    }
    for (const key of Object.keys(value))
      if (!properties.some((property) => property.name === key)) faults.push(`${at}: ${name} has no \`${key}\``);
    return faults;
  }

  /** The properties of a type that is a structure, by whatever name. */
  partsOf(type) {
    if (type.kind === 'literal') return type.value.properties;
    if (type.kind === 'and') return type.items.flatMap((item) => this.partsOf(item));
    const alias = this.aliases.get(type.name);
    return alias ? this.partsOf(alias.type) : this.propertiesOf(type.name);
  }

  /** All properties of a structure; its own stand for those of the same name that it inherits. */
  propertiesOf(name) {
    if (!this.flattened.has(name)) {
      const { properties, extends: parents = [], mixins = [] } = this.structures.get(name);
      const inherited = [...parents, ...mixins].flatMap((parent) => this.partsOf(parent));
      const own = new Set(properties.map((property) => property.name));
      this.flattened.set(name, [...properties, ...inherited.filter((property) => !own.has(property.name))]);
    }
    return this.flattened.get(name);
  }

  // -------------------------------------------------------------------------------------------- messages

  /** A message of the server. `asked`: the method of the request that it answers, where it is an answer. */
  message(message, asked) {
    if ('method' in message) return this.call(message);
    const faults = this.envelope(message, ['id', 'result', 'error']);
    if ('error' in message && 'result' in message) faults.push('an answer has a result or an error');
    if (message.error) return [...faults, ...this.error(message.error, asked)];
    if (!asked) return [...faults, `answer ${message.id} was not asked for`];
    const request = this.requests.get(asked);
    return request ? [...faults, ...this.check(request.result, message.result, `${asked} result`)] : faults;
  }

  call(message) {
    const faults = this.envelope(message, ['id', 'method', 'params']);
    const known = 'id' in message ? this.requests : this.notifications;
    const entry = known.get(message.method);
    if (!entry) return [...faults, `${message.method} is no ${'id' in message ? 'request' : 'notification'} of the protocol`];
    if (entry.messageDirection === 'clientToServer') faults.push(`${message.method} is for a client to send`);
    if (entry.params) faults.push(...this.check(entry.params, message.params, message.method));
    else if ('params' in message) faults.push(`${message.method} has no params`);
    for (const registration of message.method === 'client/registerCapability' ? message.params.registrations : [])
      faults.push(...this.registration(registration));
    return faults;
  }

  /** The options of a capability that the server registers later. */
  registration({ method, registerOptions }) {
    const entries = [...this.requests.values(), ...this.notifications.values()];
    const entry = entries.find((one) => (one.registrationMethod ?? one.method) === method && one.registrationOptions);
    if (!entry) return entries.some((one) => one.method === method) ? [] : [`nothing is registered as ${method}`];
    return registerOptions === undefined ? [] : this.check(entry.registrationOptions, registerOptions, `registration of ${method}`);
  }

  /** The value of a `$/progress`, which depends on what its token stands for. */
  progress(value, asked) {
    if (asked) return this.check(this.requests.get(asked).partialResult, value, `${asked} partial result`);
    const name = { begin: 'WorkDoneProgressBegin', report: 'WorkDoneProgressReport', end: 'WorkDoneProgressEnd' }[value?.kind];
    return name ? this.check({ kind: 'reference', name }, value, 'progress') : [`progress: ${JSON.stringify(value)} has no kind`];
  }

  envelope(message, keys) {
    const faults = message.jsonrpc === '2.0' ? [] : ['jsonrpc is not 2.0'];
    for (const key of Object.keys(message)) if (key !== 'jsonrpc' && !keys.includes(key)) faults.push(`a message has no \`${key}\``);
    if ('id' in message && message.id !== null && !['string', 'number'].includes(typeof message.id)) faults.push('an id is a text or a number');
    return faults;
  }

  error(error, asked) {
    const faults = [];
    if (!Number.isInteger(error.code)) faults.push('the code of an error is an integer');
    if (typeof error.message !== 'string') faults.push('the message of an error is a text');
    for (const key of Object.keys(error)) if (!['code', 'message', 'data'].includes(key)) faults.push(`an error has no \`${key}\``);
    const type = asked && this.requests.get(asked)?.errorData;
    return type && 'data' in error ? [...faults, ...this.check(type, error.data, `${asked} error data`)] : faults;
  }
}
