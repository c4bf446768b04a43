" Weir: a line is as deep as the brackets that are open before it, and one deeper when it goes on with the line above.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=WeirIndent(v:lnum)
setlocal indentkeys=0},0),!^F,o,O
setlocal nosmartindent
let b:undo_indent = 'setlocal indentexpr< indentkeys< smartindent<'

if exists('*WeirIndent')
  finish
endif

" How many more brackets a line opens than it closes, without what stands in texts and comments.
function! s:Opened(line) abort
  let l:code = substitute(a:line, '"[^"]*"\|//.*$', '', 'g')
  return len(substitute(l:code, '[^({]', '', 'g')) - len(substitute(l:code, '[^)}]', '', 'g'))
endfunction

function! WeirIndent(number) abort
  let l:above = prevnonblank(a:number - 1)
  if l:above == 0
    return 0
  endif
  let l:depth = indent(l:above)
  " Brackets that the line above closes at its beginning have drawn it back already.
  let l:opened = s:Opened(getline(l:above)) + (getline(l:above) =~# '^\s*[)}]')
  let l:depth += max([l:opened, 0]) > 0 ? shiftwidth() : 0
  if l:opened < 0
    let l:depth += l:opened * shiftwidth()
  endif
  if getline(a:number) =~# '^\s*[)}]'
    let l:depth -= shiftwidth()
  endif
  return max([l:depth, 0])
endfunction
