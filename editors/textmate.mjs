// The TextMate grammar: a rule for each statement with the words that mean something in it, so that a soft word is a
// keyword in its place and a name everywhere else. It colours a script before the server's semantic tokens arrive.

// A line that begins with one of these goes on with the line before it; compiler/syntax/filter.cpp decides the same.
const kContinues = ['when', 'from', 'to', 'by', 'over', 'per', 'of', 'in', 'and', 'or', 'else', 'than', 'since', 'ago',
  'within', 'before', 'until'];
const kStatementEnd = `(?=[;{}])|^(?!\\s*(?:(?:${kContinues.join('|')})\\b|\\{))`;
const kNumber = '[0-9](?:_?[0-9])*(?:\\.[0-9](?:_?[0-9])*)?';
const kZone = 'UTC|[A-Z][A-Za-z_]*(?:/[A-Z][A-Za-z0-9_+\\-]*)+';

const anyOf = (words) => `\\b(?:${[...words].sort((a, b) => b.length - a.length).join('|').replaceAll(' ', '\\s+')})\\b`;
const include = (name) => ({ include: `#${name}` });
const scope = (name) => ({ name: `${name}.weir` });

/** How the first words of a statement declare a name: the pattern behind the head, and the scope of the name. */
const kDeclares = {
  strategy: 'entity.name.type.strategy',
  policy: 'entity.name.type.policy',
  function: 'entity.name.function',
  let: 'variable.other.constant.let',
  work: 'entity.name.function.work',
  phase: 'entity.name.function.phase',
};

/** begin and beginCaptures of a statement. */
function opening(statement, list) {
  const head = list === 'declaration' ? 'keyword.other.declaration' : 'keyword.control';
  const begin = `(${anyOf(statement.heads)})`;
  const name = kDeclares[statement.name];
  if (!name) return { begin, beginCaptures: { 1: scope(head) } };
  return { begin: `${begin}(?:\\s+([A-Za-z_]\\w*))?`, beginCaptures: { 1: scope(head), 2: scope(name) } };
}

/** The words of a statement other than its head, with those that only stand in an expression left to it. */
function ownWords(words) {
  return words.length ? [{ match: anyOf(words), ...scope('keyword.other') }] : [];
}

/** The head of a statement seen again is a name, unless the statement says it twice. */
function rule(statement, list) {
  const words = statement.words.filter((word) => !statement.heads.includes(word) || statement.heads.length > 1);
  const patterns = [include('trivia'), ...ownWords(words), include('parameters'), include('expression')];
  if (statement.body) patterns.unshift(include(`${statement.body}-block`));
  const end = statement.body ? `(?<=\\})|${kStatementEnd.replace('{}', '}')}` : kStatementEnd;
  if (statement.name !== 'strategy' && statement.name !== 'function') patterns.splice(patterns.findIndex((p) => p.include === '#parameters'), 1);
  return { name: `meta.${statement.name.toLowerCase()}.weir`, ...opening(statement, list), end, patterns };
}

/** All statements of a list, and a last one for what begins with a name, an expression or nothing known. */
function listRules(list, statements, tables) {
  const loose = statements.filter((statement) => !statement.heads.length).flatMap((statement) => statement.words);
  if (list === 'legLine') loose.push('buy', 'sell');  // which the grammar takes as any word
  const subjects = list === 'riskLine' ? [{ match: anyOf(tables.riskSubjects), ...scope('support.type.property-name') }] : [];
  const other = {
    begin: '(?=[^\\s;{}])',
    end: kStatementEnd,
    patterns: [include('trivia'), ...subjects, ...ownWords(loose), include('expression')],
  };
  if (list === 'legLine') {
    other.begin = '([A-Za-z_]\\w*)(?=\\s)|(?=[^\\s;{}])';
    other.beginCaptures = { 1: scope('entity.name.function.leg') };
  }
  return {
    patterns: [
      include('trivia'),
      ...statements.filter((statement) => statement.heads.length).map((statement) => rule(statement, list)),
      { match: ';', ...scope('punctuation.terminator') },
      other,
    ],
  };
}

function block(list) {
  return {
    begin: '\\{',
    beginCaptures: { 0: scope('punctuation.section.block.begin') },
    end: '\\}',
    endCaptures: { 0: scope('punctuation.section.block.end') },
    patterns: [include(list)],
  };
}

function trivia() {
  return {
    patterns: [
      { match: '///.*$', ...scope('comment.line.documentation') },
      { match: '//.*$', ...scope('comment.line.double-slash') },
    ],
  };
}

function expression(tables) {
  const logical = ['and', 'or', 'not'];
  return {
    patterns: [
      { match: '"[^"\\r\\n]*"', ...scope('string.quoted.double') },
      { match: '"[^"\\r\\n]*$', ...scope('invalid.illegal.unclosed-string') },
      { match: `[0-9]+:[0-9]+(?::[0-9]+(?:\\.[0-9]+)?)?(?: +(?:${kZone}))?`, ...scope('constant.numeric.time') },
      {
        match: `(${kNumber})(?:\\s*((?:${tables.units.filter((unit) => unit !== '%').join('|')}|[A-Z][A-Z0-9_]*)\\b|%))?`,
        captures: { 1: scope('constant.numeric'), 2: scope('keyword.other.unit') },
      },
      { match: '(\\.)\\s*([A-Za-z_]\\w*)', captures: { 1: scope('punctuation.accessor'), 2: scope('variable.other.property') } },
      { match: `${anyOf(tables.functions)}(?=\\s*\\()`, ...scope('support.function') },
      { match: '\\b(?:better|worse)(?=\\s+(?:than|by)\\b)', ...scope('keyword.other') },
      { match: '\\b(?:best|worst)\\s+seen(?=\\s*\\()', ...scope('keyword.other') },
      { match: '\\b([A-Za-z_]\\w*)\\s+(settled)\\b', captures: { 1: scope('variable.other'), 2: scope('keyword.other') } },
      { match: anyOf(logical), ...scope('keyword.operator.logical') },
      { match: anyOf(tables.reserved.filter((word) => !logical.includes(word))), ...scope('keyword.other') },
      { match: '[A-Za-z_]\\w*(?=\\s*\\()', ...scope('entity.name.function.call') },
      { match: '\\border(?=\\s*\\.)', ...scope('variable.language') },
      { match: anyOf(tables.prelude), ...scope('support.variable') },
      { match: '[A-Za-z_]\\w*', ...scope('variable.other') },
      { match: '->|<=|>=|!=|==|[-+*/<>=]', ...scope('keyword.operator') },
      { match: '[(),:\\[\\]]', ...scope('punctuation') },
    ],
  };
}

/** The parameters of a strategy or a function. */
function parameters(tables) {
  return {
    begin: '\\(',
    beginCaptures: { 0: scope('punctuation.section.parameters.begin') },
    end: '\\)',
    endCaptures: { 0: scope('punctuation.section.parameters.end') },
    patterns: [
      include('trivia'),
      {
        match: `(?:\\b(live)\\s+)?\\b([A-Za-z_]\\w*)\\s*(:)\\s*(?:(${anyOf(tables.types)})|([A-Za-z_]\\w*))?`,
        captures: { 1: scope('storage.modifier.live'), 2: scope('variable.parameter'), 3: scope('punctuation'),
          4: scope('support.type.unit'), 5: scope('variable.other.type') },
      },
      include('expression'),
    ],
  };
}

export function textmate(tables) {
  const repository = { trivia: trivia(), expression: expression(tables), parameters: parameters(tables) };
  for (const [list, statements] of Object.entries(tables.lists)) {
    repository[list] = listRules(list, statements, tables);
    if (list !== 'declaration') repository[`${list}-block`] = block(list);
  }
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'Weir',
    scopeName: 'source.weir',
    fileTypes: ['weir'],
    patterns: [include('declaration')],
    repository,
  };
}
