// The words and signs of Weir. The lexer reads bytes: a character beyond ASCII is several of them.
lexer grammar WeirLexer;

// Made by the token filter. SEPARATOR ends a clause, an item, a line, a declaration. The others are words whose part is seen
// from afar, so that one token of look ahead tells what an expression goes on with: STATEMENT_AT and STATEMENT_BY belong to
// the statement, and not to an expression in it; ARGUMENT_NAME says which argument a value is; COUNT is a number or a name
// before `levels` and `times`.
tokens { SEPARATOR, STATEMENT_AT, STATEMENT_BY, ARGUMENT_NAME, COUNT }

// Reserved: they connect, and are never names.
WHEN: 'when'; FOR: 'for'; FROM: 'from'; TO: 'to'; BY: 'by'; OVER: 'over'; PER: 'per'; AT: 'at'; OF: 'of'; IN: 'in';
AND: 'and'; OR: 'or'; NOT: 'not'; ELSE: 'else'; THEN: 'then'; THAN: 'than'; SINCE: 'since'; AGO: 'ago';
WITHIN: 'within'; MOST: 'most'; LEAST: 'least'; BEFORE: 'before'; UNTIL: 'until';

// Soft: they mean something in one place, and are names everywhere else. Declarations:
WEIR: 'weir'; STRATEGY: 'strategy'; USE: 'use'; FN: 'fn'; POLICY: 'policy'; TEST: 'test'; LIVE: 'live';
// Heads of clauses, from LET to LEGS.
LET: 'let'; SCHEDULE: 'schedule'; PARTICIPATE: 'participate'; PAUSE: 'pause'; HOLD: 'hold'; TILT: 'tilt'; WORK: 'work';
COMPLETE: 'complete'; RISK: 'risk'; ASSUME: 'assume'; STAY: 'stay'; CATCH: 'catch'; CANCEL: 'cancel'; SETTLE: 'settle';
JOIN: 'join'; SESSION: 'session'; WOULD: 'would'; ROUTE: 'route'; PHASE: 'phase'; NEXT: 'next'; DONE: 'done';
PROTECT: 'protect'; ONE: 'one'; LEGS: 'legs';
// Words within clauses and expressions.
EVERY: 'every'; BEST: 'best'; WORST: 'worst'; EFFORTS: 'efforts'; MUST: 'must'; BETTER: 'better'; WORSE: 'worse';
BEHIND: 'behind'; AHEAD: 'ahead'; ON: 'on'; INCLUDING: 'including'; REOPENING: 'reopening'; OPEN: 'open';
CLOSE: 'close'; EXECUTED: 'executed'; LEAD: 'lead'; HEDGE: 'hedge'; SEEN: 'seen'; SETTLED: 'settled'; VALUE: 'value';
QUANTITY: 'quantity'; PRICE: 'price'; WORKING: 'working'; ORDERS: 'orders';
// Items of a work, and lines of a route.
PEG: 'peg'; NEAR: 'near'; FAR: 'far'; TOUCH: 'touch'; MID: 'mid'; UP: 'up'; TAKE: 'take'; CHILD: 'child'; SHOW: 'show';
NATIVE: 'native'; SYNTHETIC: 'synthetic'; VARY: 'vary'; REPRICE: 'reprice'; POST: 'post'; ONLY: 'only';
LEVELS: 'levels'; SIZE: 'size'; REFILL: 'refill'; ONCE: 'once'; TIMES: 'times'; RELOAD: 'reload'; AFTER: 'after';
RANDOM: 'random'; LIMIT: 'limit'; ALL_IN: 'all_in'; DEADLINE: 'deadline'; MINIMUM: 'minimum'; GAS: 'gas';
TIME_WORD: 'time'; FORCE: 'force'; LIT: 'lit'; DARK: 'dark'; RFQ: 'rfq'; AMM: 'amm'; FIRST: 'first'; SHARE: 'share';
NEVER: 'never'; AVOID: 'avoid';
// Statements of a test.
ORDER: 'order'; BUY: 'buy'; SELL: 'sell'; SHORT: 'short'; SIDE: 'side'; SET: 'set'; MARKET: 'market'; FLAT: 'flat';
GENERATED: 'generated'; TAPE: 'tape'; SPREAD: 'spread'; VOLUME: 'volume'; DEPTH: 'depth'; SEED: 'seed'; DAY: 'day';
MOVES: 'moves'; TRADE: 'trade'; AUCTION: 'auction'; HALT: 'halt'; REOPEN: 'reopen'; STALE: 'stale'; RESUME: 'resume';
SKIP_WORD: 'skip'; AMEND: 'amend'; END: 'end'; FINISH: 'finish'; NOW: 'now'; VENUE: 'venue'; OFF: 'off';
EXPECT: 'expect'; NO: 'no'; ALWAYS: 'always';

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
