// The syntax file of Vim and Neovim: a region for each head of a statement, with the words that mean something behind it.

// A region ends with its statement: a line that begins with one of these goes on with the line before it.
const kContinues = 'when|from|to|by|over|per|of|in|and|or|else|than|since|ago|within|before|until'.replaceAll('|', '\\|');

const words = (list) => [...list].join(' ');
const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** Head → the words of every statement that begins with it. */
function wordsOfHeads(tables) {
  const found = new Map();
  for (const statement of Object.values(tables.lists).flat())
    for (const head of statement.heads) {
      const own = statement.words.filter((word) => word !== head || statement.heads.length > 1);
      found.set(head, new Set([...(found.get(head) ?? []), ...own]));
    }
  return new Map([...found].sort());
}

/** Words of statements that begin with a name: they are keywords wherever no statement is open. */
function looseWords(tables) {
  const statements = Object.values(tables.lists).flat().filter((statement) => !statement.heads.length);
  return new Set(statements.flatMap((statement) => statement.words).filter((word) => !tables.reserved.includes(word)));
}

function region(head, own) {
  const group = `weirIn${capital(head)}`;
  const lines = [];
  if (own.size) lines.push(`syn keyword ${group}Word contained ${words(own)}`, `hi def link ${group}Word weirWord`);
  const contains = `contains=@weirExpression${own.size ? `,${group}Word` : ''}`;
  lines.push(`syn region ${group} matchgroup=weirHead start=/\\%(^\\|[;{]\\)\\s*\\zs\\<${head}\\>/ ` +
    `end=/\\ze\\%([;{}]\\|\\/\\/\\)/ end=/\\%$\\|\\n\\%(\\s*\\%(\\<\\%(${kContinues}\\)\\>\\|{\\)\\)\\@!/ ${contains}`);
  return lines.join('\n');
}

export function vimSyntax(tables) {
  const heads = wordsOfHeads(tables);
  const units = tables.units.filter((unit) => unit !== '%');
  return `" Weir. Written by editors/generate.mjs from the language's grammar and tables: change those.
if exists('b:current_syntax')
  finish
endif
let s:save = &cpoptions
set cpoptions&vim

syn match weirReserved /\\<\\%(${tables.reserved.join('\\|')}\\)\\>/
syn keyword weirWord ${words(looseWords(tables))}
syn match weirPrelude /\\<\\%(${tables.prelude.filter((word) => !word.includes(' ')).join('\\|')}\\)\\>/
syn match weirPrelude /\\<\\%(near\\|far\\)\\s\\+touch\\>/
syn match weirFunction /\\<\\%(${tables.functions.join('\\|')}\\)\\>\\ze\\s*(/
syn match weirBetter /\\<\\%(better\\|worse\\)\\>\\ze\\s\\+\\%(than\\|by\\)\\>/
syn match weirMember /\\.\\s*\\h\\w*/
syn match weirNumber /\\<\\d\\%(_\\?\\d\\)*\\%(\\.\\d\\%(_\\?\\d\\)*\\)\\?/ nextgroup=weirUnit skipwhite
syn match weirUnit /\\%(\\%(${units.join('\\|')}\\|\\u[A-Z0-9_]*\\)\\>\\|%\\)/ contained
syn match weirTime /\\<\\d\\+:\\d\\+\\%(:\\d\\+\\%(\\.\\d\\+\\)\\?\\)\\?\\%( \\+\\%(UTC\\|\\u[A-Za-z_]*\\%(\\/\\u[A-Za-z0-9_+-]*\\)\\+\\)\\)\\?/
syn match weirType /\\<\\h\\w*\\s*:\\s*\\zs\\%(${tables.types.join('\\|')}\\)\\>/
syn match weirLive /\\<live\\ze\\s\\+\\h\\w*\\s*:/
syn match weirString /"[^"]*"/ contains=@Spell
syn match weirUnclosed /"[^"]*$/
syn match weirComment /\\/\\/.*$/ contains=@Spell
syn match weirDoc /\\/\\/\\/.*$/ contains=@Spell
syn cluster weirExpression contains=weirReserved,weirPrelude,weirFunction,weirBetter,weirMember,weirNumber,weirTime,weirType,weirLive,weirString,weirUnclosed

${[...heads].map(([head, own]) => region(head, own)).join('\n')}
syn match weirSubject /\\%(^\\|[;{]\\)\\s*\\zs\\%(${[...tables.riskSubjects].sort((a, b) => b.length - a.length).join('\\|').replaceAll(' ', '\\s\\+')}\\)\\ze\\s*\\%(<\\|\\<within\\>\\)/
syn match weirName /\\%(\\<\\%(strategy\\|policy\\|fn\\|work\\|phase\\|let\\)\\s\\+\\)\\@30<=\\h\\w*/ contained containedin=${['strategy', 'policy', 'fn', 'work', 'phase', 'let'].map((head) => `weirIn${capital(head)}`).join(',')}

hi def link weirHead Statement
hi def link weirWord Keyword
hi def link weirReserved Keyword
hi def link weirBetter Keyword
hi def link weirLive StorageClass
hi def link weirSubject Label
hi def link weirPrelude Identifier
hi def link weirFunction Function
hi def link weirName Function
hi def link weirNumber Number
hi def link weirUnit Type
hi def link weirTime Number
hi def link weirType Type
hi def link weirString String
hi def link weirUnclosed Error
hi def link weirComment Comment
hi def link weirDoc SpecialComment

syn sync fromstart
let b:current_syntax = 'weir'
let &cpoptions = s:save
unlet s:save
`;
}
