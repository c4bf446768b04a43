-- What works without a server: the kind of file, indentation, comments, colours, :make.
local check = require('check')
vim.cmd('filetype plugin indent on | syntax on')

local function open(path) vim.cmd('silent edit! ' .. vim.fn.fnameescape(path)) end
local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

-- The group of the colour of the first place of `text` in a line.
local function colour(line, text, from)
  local at = assert(vim.fn.getline(line):find(text, from or 1, true), text)
  return vim.fn.synIDattr(vim.fn.synID(line, at, 1), 'name')
end

local function scratch(text)
  vim.cmd('enew! | set filetype=weir')
  vim.api.nvim_buf_set_lines(0, 0, -1, false, text)
end

check.run({
  { 'a script is known by its ending', function()
    open(check.source .. '/stdlib/vwap.weir')
    check.equal(vim.bo.filetype, 'weir')
    check.equal(vim.bo.commentstring, '// %s')
    check.equal(vim.bo.shiftwidth, 4)
  end },
  { 'indenting a script anew changes nothing', function()
    for _, path in ipairs(check.scripts()) do
      open(path)
      local before = lines()
      vim.cmd('silent normal! gg=G')
      check.equal(lines(), before, path)
    end
    vim.cmd('enew!')
  end },
  { 'a new line is as deep as its block', function()
    scratch({ 'strategy f() {', '}' })
    vim.cmd('normal! ggowork a {')
    vim.cmd('normal! otake leaves')
    vim.cmd('normal! o}')
    check.equal(lines(), { 'strategy f() {', '    work a {', '        take leaves', '    }', '}' })
  end },
  { 'a line of documentation goes on', function()
    scratch({ '/// Buys' })
    vim.cmd('normal! Aslowly.')
    vim.cmd('normal! ostrategy')
    check.equal(lines(), { '/// Buysslowly.', '/// strategy' })
  end },
  { 'words have the colour of their place', function()
    open(check.source .. '/stdlib/vwap.weir')
    check.equal(colour(1, 'weir'), 'weirHead')
    check.equal(colour(3, 'Track'), 'weirDoc')
    check.equal(colour(8, 'vwap'), 'weirName')
    check.equal(colour(10, 'live'), 'weirLive')
    check.equal(colour(10, 'ratio'), 'weirType')
    check.equal(colour(10, '%'), 'weirUnit')
    check.equal(colour(14, 'spread'), 'weirPrelude')
    check.equal(colour(14, 'average'), 'weirFunction')
    check.equal(colour(14, 'failing'), 'weirComment')
    check.equal(colour(20, 'schedule'), 'weirHead')
    check.equal(colour(30, 'near'), 'weirInPegWord')
    check.equal(colour(34, 'child value'), 'weirSubject')
    check.equal(colour(45, 'spread'), 'weirInMarketWord')
    check.equal(colour(54, 'mid'), 'weirInAtWord')
    check.equal(colour(55, '55'), 'weirNumber')
    check.equal(colour(55, '09:30'), 'weirTime')
  end },
  { 'no script leaves a text open', function()
    for _, path in ipairs(check.scripts()) do
      open(path)
      for number = 1, vim.fn.line('$') do
        for column = 1, #vim.fn.getline(number) do
          if vim.fn.synIDattr(vim.fn.synID(number, column, 1), 'name') == 'weirUnclosed' then error(path .. ':' .. number) end
        end
      end
    end
  end },
  { ':make lists what weir check says', function()
    vim.env.PATH = vim.fn.fnamemodify(check.weir, ':h') .. ':' .. vim.env.PATH
    local path = vim.fn.tempname() .. '.weir'
    vim.fn.writefile({ 'weir 1', 'strategy f() {', '    let x = bidd', '    shedule linear', '}' }, path)
    open(path)
    vim.cmd('silent make!')
    local found = vim.tbl_map(function(item) return { item.lnum, item.col, item.type, item.nr } end, vim.fn.getqflist())
    check.equal(found, { { 3, 13, 'E', 201 }, { 4, 5, 'E', 109 } })
  end },
  { 'the help has its tags', function()
    local folder = vim.fn.tempname()
    vim.fn.mkdir(folder, 'p')
    vim.fn.writefile(vim.fn.readfile(check.source .. '/editors/neovim/doc/weir.txt'), folder .. '/weir.txt')
    vim.cmd('helptags ' .. folder)
    check.matches(table.concat(vim.fn.readfile(folder .. '/tags'), ' '), 'weir%.setup%(%)')
  end },
})
