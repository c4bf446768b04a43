// The sentences of Weir. The token filter has ended every statement with a SEPARATOR and balanced every bracket, and each
// list of statements takes any token, so that an error stays inside the statement that holds it.
parser grammar WeirParser;
options { tokenVocab = WeirLexer; }

file: (declaration | SEPARATOR)* EOF;

declaration: (edition | strategy | otherDeclaration) SEPARATOR;
edition: WEIR NUMBER;
strategy: strategyHead LBRACE (clause | SEPARATOR)* RBRACE;
strategyHead: STRATEGY word LPAREN (parameter (COMMA parameter)* COMMA?)? RPAREN;
parameter: LIVE? word COLON word (EQUAL expression)? (FROM expression TO expression)?;

clause
    : (let | schedule | participate | halt | tilt | work | complete | risk | assume | next | otherClause) SEPARATOR
    ;
let: LET word EQUAL expression;
schedule: SCHEDULE expression (EVERY expression)?;
participate: PARTICIPATE (AT (MOST | LEAST))? expression OVER expression;
halt: (PAUSE | HOLD) WHEN expression (UNTIL expression)?;
tilt: TILT expression (WHEN expression)?;
complete: COMPLETE (BEST EFFORTS | MUST (COMMA UP TO expression TO COMPLETE)?);
next: NEXT word WHEN expression;

work: workHead LBRACE (item | SEPARATOR)* RBRACE;
workHead: WORK word (BEFORE word (COMMA word)*)? (WHEN expression)?;
item: (peg | at | upTo | take | childSize | show | reprice | postOnly | otherItem) SEPARATOR;
peg: PEG pegTouch ((PLUS | MINUS) expression | (BETTER | WORSE) BY expression)?;
pegTouch: (NEAR | FAR) TOUCH | MID;
at: AT expression;
upTo: UP TO expression;
take: TAKE expression;
childSize: CHILD AT (MOST | LEAST) expression;
show: SHOW expression (VARY expression)?;
reprice: REPRICE EVERY expression (VARY expression)?;
postOnly: POST ONLY;

risk: RISK LBRACE (riskLine | SEPARATOR)* RBRACE;
riskLine: (riskLimit | otherRiskLine) SEPARATOR;
riskLimit: word+ (LESS_EQUAL expression ((OVER | PER) expression)? | WITHIN expression);

assume: ASSUME LBRACE (assumeLine | SEPARATOR)* RBRACE;
assumeLine: (assumption | otherAssumption) SEPARATOR;
assumption: expression (FROM expression TO expression | AT (MOST | LEAST) expression);

// Statements that begin like nothing known, braces and all. The builder says what is wrong with them.
otherDeclaration: (~(SEPARATOR | LBRACE | RBRACE | WEIR | STRATEGY) | block) rest;
otherClause
    : ( ~( SEPARATOR | LBRACE | RBRACE | LET | SCHEDULE | PARTICIPATE | PAUSE | HOLD | TILT | WORK | COMPLETE | RISK
         | ASSUME | NEXT )
      | block ) rest
    ;
otherItem: (~(SEPARATOR | LBRACE | RBRACE | PEG | AT | UP | TAKE | CHILD | SHOW | REPRICE | POST) | block) rest;
otherRiskLine: (notWord | NUMBER | TIME | LPAREN | MINUS | NOT | block) rest;
otherAssumption: (notWord | block) rest;
rest: (~(SEPARATOR | LBRACE | RBRACE) | block)*;
block: LBRACE (~(LBRACE | RBRACE) | block)* RBRACE;
notWord  // nor the beginning of an expression
    : WHEN | FOR | FROM | TO | BY | OVER | PER | AT | OF | IN | AND | OR | ELSE | THEN | THAN | SINCE | AGO | WITHIN | MOST
    | LEAST | BEFORE | UNTIL | STRING | UNCLOSED_STRING | RPAREN | LBRACKET | RBRACKET | COMMA | COLON | DOT | PERCENT
    | ARROW | PLUS | STAR | SLASH | LESS_EQUAL | LESS | GREATER_EQUAL | GREATER | NOT_EQUAL | DOUBLE_EQUAL | EQUAL
    | SEMICOLON | UNKNOWN
    ;

// From tightest to loosest.
expression
    : number                                                            # numberExpression
    | TIME                                                              # timeExpression
    | LPAREN expression RPAREN                                          # groupExpression
    | word LPAREN (argument (COMMA argument)* COMMA?)? RPAREN           # callExpression
    | (NEAR | FAR) TOUCH                                                # touchExpression
    | word                                                              # nameExpression
    | expression DOT word                                               # memberExpression
    | expression number AGO                                             # agoExpression
    | MINUS expression                                                  # negateExpression
    | expression OF expression                                          # ofExpression
    | expression op=(STAR | SLASH) expression                           # multiplyExpression
    | expression op=(PLUS | MINUS) expression                           # addExpression
    | expression (BETTER | WORSE) THAN expression                       # relativeExpression
    | expression BY expression                                          # byExpression
    | expression op=(LESS | LESS_EQUAL | GREATER | GREATER_EQUAL | EQUAL | NOT_EQUAL) expression # compareExpression
    | expression FOR expression                                         # forExpression
    | NOT expression                                                    # notExpression
    | expression AND expression                                         # andExpression
    | expression OR expression                                          # orExpression
    | <assoc=right> expression ELSE expression                          # elseExpression
    ;
argument: SINCE? expression;
number: NUMBER (IDENTIFIER | PERCENT)?;

word
    : IDENTIFIER | WEIR | STRATEGY | LIVE | LET | SCHEDULE | PARTICIPATE | PAUSE | HOLD | TILT | WORK | COMPLETE | RISK
    | ASSUME | NEXT | PEG | NEAR | FAR | TOUCH | MID | UP | TAKE | CHILD | SHOW | VARY | REPRICE | EVERY | POST | ONLY | BEST
    | EFFORTS | MUST | BETTER | WORSE
    ;
