" Weir: comments, and what comes with a script being open.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s
setlocal comments=:///,://
setlocal formatoptions-=t
setlocal formatoptions+=croql
setlocal textwidth=120
setlocal expandtab shiftwidth=4 softtabstop=4
setlocal suffixesadd=.weir
setlocal include=^\\s*use\\s\\+\"
setlocal define=^\\s*\\%(strategy\\\|policy\\\|fn\\\|let\\\|work\\\|phase\\)\\s\\+

compiler weir

let b:undo_ftplugin = 'setlocal commentstring< comments< formatoptions< textwidth< expandtab< shiftwidth< softtabstop< suffixesadd< include< define< makeprg< errorformat<'
