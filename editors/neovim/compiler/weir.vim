" `:make` lists what `weir check` says of the script. Messages look like this:
"   error[W0201]: nothing is called `bidd`
"    --> my.weir:4:13
if exists('current_compiler')
  finish
endif
let current_compiler = 'weir'

if exists(':CompilerSet') != 2
  command -nargs=* CompilerSet setlocal <args>
endif

CompilerSet makeprg=weir\ check\ %:S
CompilerSet errorformat=%Eerror[W%n]:\ %m,%Wwarning[W%n]:\ %m,%Inote[W%n]:\ %m,%C%*[\ ]-->\ %f:%l:%c,%C%.%#\|%.%#,%C%*[\ ]=\ %m,%-G%.%#
