" Weir. Written by editors/generate.mjs from the language's grammar and tables: change those.
if exists('b:current_syntax')
  finish
endif
let s:save = &cpoptions
set cpoptions&vim

syn match weirReserved /\<\%(ago\|and\|at\|before\|by\|else\|for\|from\|in\|least\|most\|not\|of\|or\|over\|per\|since\|than\|then\|to\|until\|when\|within\)\>/
syn keyword weirWord including levels hedge lead quantity value
syn match weirPrelude /\<\%(ahead\|arrival\|ask\|behind\|bid\|buy\|executed\|executed_value\|last\|leaves\|mark\|mid\|now\|sell\|spread\|volume\|working\)\>/
syn match weirPrelude /\<\%(near\|far\)\s\+touch\>/
syn match weirFunction /\<\%(abs\|average\|became\|ema\|gain\|highest\|lowest\|max\|min\|normal\|pressure\|vwap\)\>\ze\s*(/
syn match weirBetter /\<\%(better\|worse\)\>\ze\s\+\%(than\|by\)\>/
syn match weirMember /\.\s*\h\w*/
syn match weirNumber /\<\d\%(_\?\d\)*\%(\.\d\%(_\?\d\)*\)\?/ nextgroup=weirUnit skipwhite
syn match weirUnit /\%(\%(base\|bp\|bps\|d\|day\|days\|h\|level\|levels\|lot\|lots\|min\|ms\|ns\|quote\|s\|share\|shares\|tick\|ticks\|us\|x\|\u[A-Z0-9_]*\)\>\|%\)/ contained
syn match weirTime /\<\d\+:\d\+\%(:\d\+\%(\.\d\+\)\?\)\?\%( \+\%(UTC\|\u[A-Za-z_]*\%(\/\u[A-Za-z0-9_+-]*\)\+\)\)\?/
syn match weirType /\<\h\w*\s*:\s*\zs\%(boolean\|count\|duration\|level\|money\|number\|price\|quantity\|rate\|ratio\|side\|time\)\>/
syn match weirLive /\<live\ze\s\+\h\w*\s*:/
syn match weirString /"[^"]*"/ contains=@Spell
syn match weirUnclosed /"[^"]*$/
syn match weirComment /\/\/.*$/ contains=@Spell
syn match weirDoc /\/\/\/.*$/ contains=@Spell
syn cluster weirExpression contains=weirReserved,weirPrelude,weirFunction,weirBetter,weirMember,weirNumber,weirTime,weirType,weirLive,weirString,weirUnclosed

syn keyword weirInAmmWord contained amm dark lit mid rfq by first minimum share then to up
hi def link weirInAmmWord weirWord
syn region weirInAmm matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<amm\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInAmmWord
syn region weirInAssume matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<assume\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInAtWord contained close open when amend auction cancel end finish halt hold limit mid moves now off on over pause per quantity reopen resume set skip spread stale take to trade up venue volume within
hi def link weirInAtWord weirWord
syn region weirInAt matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<at\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInAtWord
syn keyword weirInAvoidWord contained avoid never when
hi def link weirInAvoidWord weirWord
syn region weirInAvoid matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<avoid\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInAvoidWord
syn keyword weirInCancelWord contained when
hi def link weirInCancelWord weirWord
syn region weirInCancel matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<cancel\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInCancelWord
syn keyword weirInCatchWord contained most over up
hi def link weirInCatchWord weirWord
syn region weirInCatch matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<catch\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInCatchWord
syn keyword weirInChildWord contained at least most
hi def link weirInChildWord weirWord
syn region weirInChild matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<child\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInChildWord
syn keyword weirInCompleteWord contained best efforts must to up
hi def link weirInCompleteWord weirWord
syn region weirInComplete matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<complete\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInCompleteWord
syn keyword weirInDarkWord contained amm dark lit mid rfq by first minimum share then to up
hi def link weirInDarkWord weirWord
syn region weirInDark matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<dark\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInDarkWord
syn region weirInDeadline matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<deadline\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInDoneWord contained when
hi def link weirInDoneWord weirWord
syn region weirInDone matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<done\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInDoneWord
syn keyword weirInExpectWord contained always from never no to
hi def link weirInExpectWord weirWord
syn region weirInExpect matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<expect\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInExpectWord
syn region weirInFn matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<fn\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInGasWord contained at most
hi def link weirInGasWord weirWord
syn region weirInGas matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<gas\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInGasWord
syn keyword weirInHoldWord contained hold pause until when
hi def link weirInHoldWord weirWord
syn region weirInHold matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<hold\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInHoldWord
syn keyword weirInJoinWord contained reopening
hi def link weirInJoinWord weirWord
syn region weirInJoin matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<join\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInJoinWord
syn region weirInLegs matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<legs\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn region weirInLet matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<let\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInLimitWord contained all_in
hi def link weirInLimitWord weirWord
syn region weirInLimit matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<limit\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInLimitWord
syn keyword weirInLitWord contained amm dark lit mid rfq by first minimum share then to up
hi def link weirInLitWord weirWord
syn region weirInLit matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<lit\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInLitWord
syn keyword weirInMarketWord contained at dark day depth flat generated per seed spread tape volume
hi def link weirInMarketWord weirWord
syn region weirInMarket matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<market\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInMarketWord
syn region weirInMinimum matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<minimum\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInNeverWord contained avoid never when
hi def link weirInNeverWord weirWord
syn region weirInNever matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<never\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInNeverWord
syn keyword weirInNextWord contained when
hi def link weirInNextWord weirWord
syn region weirInNext matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<next\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInNextWord
syn keyword weirInOneWord contained of
hi def link weirInOneWord weirWord
syn region weirInOne matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<one\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInOneWord
syn keyword weirInOrderWord contained buy from limit sell short to
hi def link weirInOrderWord weirWord
syn region weirInOrder matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<order\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInOrderWord
syn keyword weirInParticipateWord contained at including least most on over
hi def link weirInParticipateWord weirWord
syn region weirInParticipate matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<participate\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInParticipateWord
syn keyword weirInPauseWord contained hold pause until when
hi def link weirInPauseWord weirWord
syn region weirInPause matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<pause\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInPauseWord
syn keyword weirInPegWord contained better by far mid near touch worse
hi def link weirInPegWord weirWord
syn region weirInPeg matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<peg\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInPegWord
syn region weirInPhase matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<phase\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn region weirInPolicy matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<policy\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInPostWord contained by only then post take
hi def link weirInPostWord weirWord
syn region weirInPost matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<post\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInPostWord
syn keyword weirInProtectWord contained executed
hi def link weirInProtectWord weirWord
syn region weirInProtect matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<protect\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInProtectWord
syn keyword weirInRefillWord contained once times
hi def link weirInRefillWord weirWord
syn region weirInRefill matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<refill\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInRefillWord
syn keyword weirInReloadWord contained after random to
hi def link weirInReloadWord weirWord
syn region weirInReload matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<reload\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInReloadWord
syn keyword weirInRepriceWord contained every vary
hi def link weirInRepriceWord weirWord
syn region weirInReprice matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<reprice\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInRepriceWord
syn keyword weirInRfqWord contained amm dark lit mid rfq by first minimum share then to up
hi def link weirInRfqWord weirWord
syn region weirInRfq matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<rfq\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInRfqWord
syn region weirInRisk matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<risk\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn region weirInRoute matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<route\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInScheduleWord contained every until
hi def link weirInScheduleWord weirWord
syn region weirInSchedule matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<schedule\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInScheduleWord
syn keyword weirInSessionWord contained to
hi def link weirInSessionWord weirWord
syn region weirInSession matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<session\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInSessionWord
syn region weirInSet matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<set\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn region weirInSettle matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<settle\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInShowWord contained native synthetic vary
hi def link weirInShowWord weirWord
syn region weirInShow matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<show\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInShowWord
syn keyword weirInSizeWord contained to
hi def link weirInSizeWord weirWord
syn region weirInSize matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<size\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInSizeWord
syn keyword weirInStayWord contained ahead behind to within
hi def link weirInStayWord weirWord
syn region weirInStay matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<stay\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInStayWord
syn region weirInStrategy matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<strategy\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInTakeWord contained by then post take
hi def link weirInTakeWord weirWord
syn region weirInTake matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<take\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInTakeWord
syn keyword weirInTestWord contained every for of side
hi def link weirInTestWord weirWord
syn region weirInTest matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<test\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInTestWord
syn keyword weirInThenWord contained amm by dark first lit mid minimum rfq share then to up
hi def link weirInThenWord weirWord
syn region weirInThen matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<then\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInThenWord
syn keyword weirInTiltWord contained when
hi def link weirInTiltWord weirWord
syn region weirInTilt matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<tilt\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInTiltWord
syn keyword weirInTimeWord contained force in
hi def link weirInTimeWord weirWord
syn region weirInTime matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<time\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInTimeWord
syn keyword weirInUpWord contained to
hi def link weirInUpWord weirWord
syn region weirInUp matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<up\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInUpWord
syn region weirInUse matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<use\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn region weirInWeir matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<weir\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression
syn keyword weirInWorkWord contained before when
hi def link weirInWorkWord weirWord
syn region weirInWork matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<work\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInWorkWord
syn keyword weirInWouldWord contained ahead at to up when
hi def link weirInWouldWord weirWord
syn region weirInWould matchgroup=weirHead start=/\%(^\|[;{]\)\s*\zs\<would\>/ end=/\ze\%([;{}]\|\/\/\)/ end=/\%$\|\n\%(\s*\%(\<\%(when\|from\|to\|by\|over\|per\|of\|in\|and\|or\|else\|than\|since\|ago\|within\|before\|until\)\>\|{\)\)\@!/ contains=@weirExpression,weirInWouldWord
syn match weirSubject /\%(^\|[;{]\)\s*\zs\%(child\s\+quantity\|working\s\+orders\|participation\|leg\s\+exposure\|child\s\+value\|messages\|price\)\ze\s*\%(<\|\<within\>\)/
syn match weirName /\%(\<\%(strategy\|policy\|fn\|work\|phase\|let\)\s\+\)\@30<=\h\w*/ contained containedin=weirInStrategy,weirInPolicy,weirInFn,weirInWork,weirInPhase,weirInLet

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
