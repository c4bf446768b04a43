// The words and signs of Weir. The lexer reads bytes: a character beyond ASCII is several of them.
lexer grammar WeirLexer;

// Made by the token filter: it ends a clause, an item, a line, a declaration.
tokens { SEPARATOR }

// Reserved: they connect, and are never names.
WHEN: 'when'; FOR: 'for'; FROM: 'from'; TO: 'to'; BY: 'by'; OVER: 'over'; PER: 'per'; AT: 'at'; OF: 'of'; IN: 'in';
AND: 'and'; OR: 'or'; NOT: 'not'; ELSE: 'else'; THEN: 'then'; THAN: 'than'; SINCE: 'since'; AGO: 'ago';
WITHIN: 'within'; MOST: 'most'; LEAST: 'least'; BEFORE: 'before'; UNTIL: 'until';

// Soft: they mean something in one place, and are names everywhere else.
WEIR: 'weir'; STRATEGY: 'strategy'; LIVE: 'live';
LET: 'let'; SCHEDULE: 'schedule'; PARTICIPATE: 'participate'; PAUSE: 'pause'; HOLD: 'hold'; TILT: 'tilt'; WORK: 'work';
COMPLETE: 'complete'; RISK: 'risk'; ASSUME: 'assume'; NEXT: 'next';
PEG: 'peg'; NEAR: 'near'; FAR: 'far'; TOUCH: 'touch'; MID: 'mid'; UP: 'up'; TAKE: 'take'; CHILD: 'child'; SHOW: 'show';
VARY: 'vary'; REPRICE: 'reprice'; EVERY: 'every'; POST: 'post'; ONLY: 'only'; BEST: 'best'; EFFORTS: 'efforts';
MUST: 'must'; BETTER: 'better'; WORSE: 'worse';

IDENTIFIER: [A-Za-z_] [A-Za-z0-9_]*;

NUMBER: DIGITS ('.' DIGITS)?;
// One token, zone included; whether it is a time of a day is checked later, so that the message can say it.
TIME: [0-9]+ ':' [0-9]+ (':' [0-9]+ ('.' [0-9]+)?)? (' '+ ZONE)?;
STRING: '"' ~["\r\n]* '"';
UNCLOSED_STRING: '"' ~["\r\n]*;

LBRACE: '{'; RBRACE: '}'; LPAREN: '('; RPAREN: ')'; LBRACKET: '['; RBRACKET: ']';
COMMA: ','; COLON: ':'; DOT: '.'; PERCENT: '%'; ARROW: '->';
PLUS: '+'; MINUS: '-'; STAR: '*'; SLASH: '/';
LESS_EQUAL: '<='; LESS: '<'; GREATER_EQUAL: '>='; GREATER: '>'; NOT_EQUAL: '!='; DOUBLE_EQUAL: '=='; EQUAL: '=';
SEMICOLON: ';';

NEWLINE: '\n';
BLANK: [ \t\r]+ -> skip;
DOC: '///' ~[\n]*;
COMMENT: '//' ~[\n]*;
// A run, so that one foreign word gives one message.
UNKNOWN: [\u0080-\u00FF]+ | .;

fragment DIGITS: [0-9] ('_'? [0-9])*;
fragment ZONE: 'UTC' | [A-Z] [A-Za-z_]* ('/' [A-Z] [A-Za-z0-9_+\-]*)+;
