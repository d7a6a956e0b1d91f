/*
 * The condition language of contract section 3. Every decision takes one token of look-ahead, so an
 * error is always found at the first token that does not fit, and nesting is the only recursion.
 */
grammar Condition;

whole : disjunction EOF ;

disjunction : conjunction (OR conjunction)* ;

conjunction : negation (AND negation)* ;

negation : NOT negation | comparison ;

comparison : sum test? ;

test
  : operator=(EQ | NE | LT | LE | GT | GE) sum       # compare
  | NOT? (IN OPEN sum (COMMA sum)* CLOSE | CONTAINS sum) # member
  | MATCHES sum                                      # matches
  | IS (MISSING | KNOWN)                             # presence
  ;

sum : product ((PLUS | MINUS) product)* ;

product : unary ((TIMES | DIVIDE) unary)* ;

unary : MINUS unary | primary ;

primary
  : NUMBER                            # number
  | TEXT                              # text
  | (TRUE | FALSE)                    # boolean
  | word (OPEN disjunction CLOSE)?    # name
  | OPEN disjunction CLOSE            # group
  ;

/* After `is` only are these two anything but names. */
word : NAME | MISSING | KNOWN ;

OR : 'or' ;
AND : 'and' ;
NOT : 'not' ;
IN : 'in' ;
CONTAINS : 'contains' ;
MATCHES : 'matches' ;
IS : 'is' ;
MISSING : 'missing' ;
KNOWN : 'known' ;
TRUE : 'true' ;
FALSE : 'false' ;

EQ : '==' ;
NE : '!=' ;
LE : '<=' ;
LT : '<' ;
GE : '>=' ;
GT : '>' ;
PLUS : '+' ;
MINUS : '-' ;
TIMES : '*' ;
DIVIDE : '/' ;
OPEN : '(' ;
CLOSE : ')' ;
COMMA : ',' ;

NUMBER : [0-9]+ ('.' [0-9]+)? ;
TEXT : '"' (~["\\] | '\\' .)* '"' ;
NAME : WORD ('.' WORD)* ;

/* A name may begin with digits, as in 5g_data_30d, but has a letter. */
fragment WORD : [0-9]* [\p{L}_] [\p{L}\p{M}\p{N}_]* ;

SPACE : [ \t\r\n]+ -> skip ;

/* What people who know other languages write; refused with what to write here. */
FOREIGN : '&&' | '||' | '<>' | '=<' | '=>' | '=' | '!' | '\'' | '&' | '|' ;
UNCLOSED : '"' ;
OTHER : . ;
