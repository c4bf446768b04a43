// The sentences of Weir. The token filter has ended every statement with a SEPARATOR and balanced every bracket, and each
// list of statements takes any token, so that an error stays inside the statement that holds it.
parser grammar WeirParser;
options { tokenVocab = WeirLexer; }

file: (declaration | SEPARATOR)* EOF;

declaration: (edition | strategy | use | function | policy | test | otherDeclaration) SEPARATOR;
edition: WEIR NUMBER;
strategy: strategyHead LBRACE (clause | SEPARATOR)* RBRACE;
strategyHead: STRATEGY word LPAREN (parameter (COMMA parameter)* COMMA?)? RPAREN;
parameter: LIVE? word COLON word (EQUAL expression)? (FROM expression TO expression)?;
use: USE STRING;
function: FN word LPAREN (functionParameter (COMMA functionParameter)* COMMA?)? RPAREN (ARROW word)? EQUAL expression;
functionParameter: word COLON word;
policy: policyHead LBRACE (riskLine | SEPARATOR)* RBRACE;
policyHead: POLICY word;

clause
    : ( let | schedule | participate | halt | tilt | work | complete | risk | assume | stay | catchUp | cancel | settle
      | join | session | auction | would | route | phase | next | done | protect | oneOf | legs | otherClause ) SEPARATOR
    ;
let: LET word EQUAL expression;
schedule: SCHEDULE expression (UNTIL expression)? (EVERY expression)?;
participate
    : PARTICIPATE (AT (MOST | LEAST))? expression (ON strings)? including? OVER expression
    ;
including: INCLUDING word (COMMA word)*;
halt: (PAUSE | HOLD) WHEN expression (UNTIL expression)?;
cancel: CANCEL WHEN expression;
settle: SETTLE expression;
join: JOIN REOPENING;
tilt: TILT expression (WHEN expression)?;
stay: STAY WITHIN expression (BEHIND (TO expression AHEAD)? | AHEAD);
catchUp: CATCH UP (OVER expression (STATEMENT_AT MOST expression)? | word);
session: SESSION (STRING | expression (TO expression)?);
complete: COMPLETE (BEST EFFORTS | MUST (COMMA UP TO expression TO COMPLETE)?);
next: NEXT word WHEN expression;
done: DONE WHEN expression;

// Clauses that hold statements of their own.
work: workHead LBRACE (item | SEPARATOR)* RBRACE;
workHead: WORK word (BEFORE word (COMMA word)*)? (WHEN expression)?;
auction: auctionHead LBRACE (item | SEPARATOR)* RBRACE;
auctionHead: AT (OPEN | CLOSE) (WHEN expression)?;
would: wouldHead LBRACE (item | SEPARATOR)* RBRACE;
wouldHead: WOULD (UP TO expression AHEAD)? AT expression (WHEN expression)?;
phase: phaseHead LBRACE (clause | SEPARATOR)* RBRACE;
phaseHead: PHASE word;
protect: protectHead LBRACE (clause | SEPARATOR)* RBRACE;
protectHead: PROTECT EXECUTED;
oneOf: oneOfHead LBRACE (clause | SEPARATOR)* RBRACE;
oneOfHead: ONE OF;
legs: LEGS LBRACE (legLine | SEPARATOR)* RBRACE;
legLine: (leg | otherNamedLine) SEPARATOR;
leg: word word (LEAD | HEDGE (VALUE | QUANTITY) expression (WITHIN expression)?);

item
    : ( peg | at | upTo | take | childSize | show | reprice | post | ladder | levelSize | refill | reload | limit
      | deadline | minimum | gas | timeInForce | targets | route | otherItem ) SEPARATOR
    ;
peg: PEG pegTouch ((PLUS | MINUS) expression | (BETTER | WORSE) BY expression)?;
pegTouch: (NEAR | FAR) TOUCH | MID;
at: AT expression;
upTo: UP TO expression;
take: TAKE (BY scores | expression);
childSize: CHILD AT (MOST | LEAST) expression;
show: SHOW expression (NATIVE | SYNTHETIC)? (VARY expression)?;
reprice: REPRICE EVERY expression (VARY expression)?;
post: POST (ONLY | BY scores);
ladder: (COUNT | LPAREN expression RPAREN) LEVELS FROM expression TO expression;  // … better than …, which is an operator
levelSize: SIZE expression TO expression;
refill: REFILL expression (ONCE | COUNT TIMES);
reload: RELOAD AFTER expression (TO expression RANDOM)?;
limit: LIMIT expression ALL_IN?;
deadline: DEADLINE expression;
minimum: MINIMUM expression;
gas: GAS AT MOST expression;
timeInForce: TIME_WORD IN FORCE word;
targets: target (COMMA target)*;
target: LIT | DARK MID? | RFQ | AMM STRING | STRING;
scores: word (THEN word)*;
strings: STRING (COMMA STRING)*;

route: ROUTE LBRACE (routeLine | SEPARATOR)* RBRACE;
routeLine: (routeTo | scoredBy | bar | otherRouteLine) SEPARATOR;
routeTo: THEN? targets FIRST? (BY scores)? (COMMA routeBound)*;
routeBound: (UP TO | MINIMUM | SHARE) expression;
scoredBy: (TAKE | POST) BY scores;
bar: NEVER strings | AVOID strings (WHEN expression)?;

risk: RISK LBRACE (riskLine | SEPARATOR)* RBRACE;
riskLine: (riskLimit | otherNamedLine) SEPARATOR;
riskLimit: word+ (LESS_EQUAL expression including? ((OVER | PER) expression)? | WITHIN expression);

assume: ASSUME LBRACE (assumeLine | SEPARATOR)* RBRACE;
assumeLine: (assumption | otherAssumption) SEPARATOR;
assumption: expression (FROM expression TO expression | STATEMENT_AT (MOST | LEAST) expression);

test: testHead LBRACE (testStatement | SEPARATOR)* RBRACE;
testHead: TEST STRING (OF word)? (FOR EVERY SIDE)?;
testStatement: (testOrder | setParameter | market | happening | expect | otherTestStatement) SEPARATOR;
testOrder: ORDER (BUY | SELL SHORT? | SHORT) expression FROM expression TO expression (LIMIT expression)?;
setParameter: SET word EQUAL expression;
market: MARKET (STRING DARK?)? (flatMarket | GENERATED (SEED NUMBER)? (DAY STRING)? | TAPE STRING);
flatMarket: FLAT AT expression SPREAD expression VOLUME expression PER expression (DEPTH expression)?;
happening: AT expression (change (ON STRING)? | command (STATEMENT_BY word)? STRING?);
change
    : SPREAD expression
    | MID (MOVES expression OVER expression | expression)
    | VOLUME expression PER expression
    | (TRADE | AUCTION) expression STATEMENT_AT expression
    | HALT
    | REOPEN
    | STALE
    ;
command
    : setParameter
    | PAUSE
    | HOLD
    | RESUME
    | CANCEL
    | TAKE OVER
    | SKIP_WORD AUCTION (OPEN | CLOSE)?
    | AMEND (QUANTITY | LIMIT | END) expression
    | FINISH NOW UP TO expression WITHIN expression
    | VENUE STRING (ON | OFF)
    ;
expect: EXPECT (NO word | (ALWAYS | NEVER) expression | expression) moment?;
moment: (STATEMENT_BY | STATEMENT_AT) expression | FROM expression TO expression;

// Statements that begin like nothing known, braces and all. The builder says what is wrong with them.
otherDeclaration: (~(SEPARATOR | LBRACE | RBRACE | WEIR | STRATEGY | USE | FN | POLICY | TEST) | block) rest;
otherClause
    : ( ~( SEPARATOR | LBRACE | RBRACE | AT | LET | SCHEDULE | PARTICIPATE | PAUSE | HOLD | TILT | WORK | COMPLETE
         | RISK | ASSUME | STAY | CATCH | CANCEL | SETTLE | JOIN | SESSION | WOULD | ROUTE | PHASE | NEXT | DONE
         | PROTECT | ONE | LEGS )
      | block ) rest
    ;
otherItem
    : ( ~( SEPARATOR | LBRACE | RBRACE | PEG | AT | UP | TAKE | CHILD | SHOW | REPRICE | POST | SIZE | REFILL
         | RELOAD | LIMIT | DEADLINE | MINIMUM | GAS | TIME_WORD | LIT | DARK | RFQ | AMM | STRING | ROUTE | LPAREN
         | COUNT )
      | block ) rest
    ;
otherRouteLine
    : ( ~( SEPARATOR | LBRACE | RBRACE | THEN | LIT | DARK | RFQ | AMM | STRING | TAKE | POST | NEVER | AVOID )
      | block ) rest
    ;
otherTestStatement: (~(SEPARATOR | LBRACE | RBRACE | ORDER | SET | MARKET | AT | EXPECT) | block) rest;
otherNamedLine: (notWord | NUMBER | TIME | LPAREN | MINUS | NOT | block) rest;
otherAssumption: (notWord | block) rest;
rest: (~(SEPARATOR | LBRACE | RBRACE) | block)*;
block: LBRACE (~(LBRACE | RBRACE) | block)* RBRACE;
notWord  // nor the beginning of an expression
    : WHEN | FOR | FROM | TO | BY | OVER | PER | AT | OF | IN | AND | OR | ELSE | THEN | THAN | SINCE | AGO | WITHIN | MOST
    | LEAST | BEFORE | UNTIL | STRING | UNCLOSED_STRING | RPAREN | LBRACKET | RBRACKET | COMMA | COLON | DOT | PERCENT
    | ARROW | PLUS | STAR | SLASH | LESS_EQUAL | LESS | GREATER_EQUAL | GREATER | NOT_EQUAL | DOUBLE_EQUAL | EQUAL
    | SEMICOLON | STATEMENT_AT | STATEMENT_BY | ARGUMENT_NAME | COUNT | UNKNOWN
    ;

// From loosest to tightest. One token tells how each goes on: prediction takes most of the time of a parse when it is needed.
expression: disjunction (ELSE expression)?;
disjunction: conjunction (OR conjunction)*;
conjunction: negation (AND negation)*;
negation: NOT negation | lasting;
lasting: comparison (FOR comparison)*;
comparison: bounded ((LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | EQUAL | NOT_EQUAL) bounded)*;
bounded: relation (BY relation)*;
relation: sum ((BETTER | WORSE) THAN sum)*;
sum: product ((PLUS | MINUS) product)*;
product: share ((STAR | SLASH) share)*;
share: sign (OF sign)*;
sign: MINUS sign | sampled;
sampled: postfix (AT postfix)*;
postfix: primary (member | ago)*;
member: DOT word;
ago: number AGO;
primary: number | TIME | LPAREN expression RPAREN | named;
named  // names of two words, too: the builder knows which there are
    : word (LPAREN arguments? RPAREN | TOUCH | VALUE | QUANTITY | PRICE | ORDERS | SETTLED | SEEN LPAREN expression RPAREN)?
    ;
arguments: argument (COLON curvePoint (COMMA curvePoint)* | (COMMA argument)*) COMMA?;
argument: (ARGUMENT_NAME | SINCE)? expression;
curvePoint: expression ARROW expression;
number: NUMBER (IDENTIFIER | PERCENT | LEVELS | DAY | SHARE)?;

word
    : IDENTIFIER | WEIR | STRATEGY | USE | FN | POLICY | TEST | LIVE | LET | SCHEDULE | PARTICIPATE | PAUSE | HOLD
    | TILT | WORK | COMPLETE | RISK | ASSUME | STAY | CATCH | CANCEL | SETTLE | JOIN | SESSION | WOULD | ROUTE | PHASE
    | NEXT | DONE | PROTECT | ONE | LEGS | EVERY | BEST | WORST | EFFORTS | MUST | BETTER | WORSE | BEHIND | AHEAD | ON
    | INCLUDING | REOPENING | OPEN | CLOSE | EXECUTED | LEAD | HEDGE | SEEN | SETTLED | VALUE | QUANTITY | PRICE | WORKING
    | ORDERS | PEG | NEAR | FAR | TOUCH | MID | UP | TAKE | CHILD | SHOW | NATIVE | SYNTHETIC | VARY | REPRICE | POST
    | ONLY | LEVELS | SIZE | REFILL | ONCE | TIMES | RELOAD | AFTER | RANDOM | LIMIT | ALL_IN | DEADLINE | MINIMUM
    | GAS | TIME_WORD | FORCE | LIT | DARK | RFQ | AMM | FIRST | SHARE | NEVER | AVOID | ORDER | BUY | SELL | SHORT
    | SIDE | SET | MARKET | FLAT | GENERATED | TAPE | SPREAD | VOLUME | DEPTH | SEED | DAY | MOVES | TRADE | AUCTION
    | HALT | REOPEN | STALE | RESUME | SKIP_WORD | AMEND | END | FINISH | NOW | VENUE | OFF | EXPECT | NO | ALWAYS
    ;
