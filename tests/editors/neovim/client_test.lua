-- The client against the real server: messages, hover, completion, rename, formatting, actions on copies of the library.
local check = require('check')
vim.cmd('filetype plugin indent on')
require('weir').setup({ cmd = { check.weir, 'lsp' } })

local function clients()
  return vim.tbl_values(vim.lsp.buf_get_clients(0))
end

-- Opens a copy of a script, and waits for the server.
local function open(name)
  vim.cmd('silent edit! ' .. vim.fn.fnameescape(check.copy(name)))
  return check.eventually(function()
    local client = clients()[1]
    return client and client.initialized and client
  end, 'a server for ' .. name)
end

local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end
local function text() return table.concat(lines(), '\n') end

-- Puts the cursor on the n-th byte of the first `needle` in line `number`.
local function cursor(needle, number, n)
  local at = assert(vim.fn.getline(number):find(needle, 1, true), needle)
  vim.api.nvim_win_set_cursor(0, { number, at - 1 + (n or 0) })
end

local function replace(number, before, after)
  local line = vim.fn.getline(number)
  local from, to = line:find(before, 1, true)
  vim.fn.setline(number, line:sub(1, from - 1) .. after .. line:sub(to + 1))
end

local function ask(method, params)
  local answers = check.eventually(function() return vim.lsp.buf_request_sync(0, method, params, 10000) end, method)
  local answer = vim.tbl_values(answers)[1] or {}
  if answer.error then error(method .. ': ' .. vim.inspect(answer.error)) end
  return answer.result
end

local function position(extra) return vim.tbl_extend('force', vim.lsp.util.make_position_params(), extra or {}) end

local function diagnostics(good)
  return check.eventually(function()
    local found = vim.diagnostic.get(0)
    return good(found) and found
  end, 'diagnostics')
end

-- Chooses the action of that title from what `ask_for` offers; what is offered alone is not asked about.
local function choose(title, ask_for)
  local select, offered = vim.ui.select, nil
  vim.ui.select = function(items, _, done)
    offered = items
    for i, item in ipairs(items) do
      if (item[2] or item.action).title == title then return done(item, i) end
    end
    done(nil)
  end
  ask_for()
  check.eventually(function() return offered end, 'actions')
  vim.ui.select = select
end

local names = vim.tbl_map(function(path) return vim.fn.fnamemodify(path, ':t') end, vim.split(vim.fn.glob(check.source .. '/stdlib/*.weir'), '\n'))

check.run({
  { 'one server serves a folder, and every script of the library is clean', function()
    for _, name in ipairs(names) do
      open(name)
      ask('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
      check.equal(vim.tbl_filter(function(one) return one.severity < 3 end, vim.diagnostic.get(0)), {}, name)
    end
  end },
  { 'a mistake is marked where it is, and goes away', function()
    open('vwap.weir')
    replace(15, 'spread > 3', 'sprad > 3')
    local found = diagnostics(function(all) return #all == 1 end)[1]
    check.equal({ found.lnum, found.col, found.end_col, found.severity }, { 14, 15, 20, vim.diagnostic.severity.ERROR })
    check.matches(found.message, 'did you mean `spread`')
    replace(15, 'sprad', 'spread')
    diagnostics(function(all) return #all == 0 end)
  end },
  { 'hover says what a word is', function()
    open('vwap.weir')
    cursor('max_participation', 21, 3)
    local hover = ask('textDocument/hover', position())
    check.matches(hover.contents.value, 'ratio')
    vim.lsp.buf.hover()
    check.eventually(function() return #vim.api.nvim_list_wins() > 1 end, 'a window with the hover')
    vim.cmd('only!')
  end },
  { 'definition goes to the declaration', function()
    open('vwap.weir')
    cursor('near_mid', 29, 2)
    vim.lsp.buf.definition()
    check.eventually(function() return vim.api.nvim_win_get_cursor(0)[1] == 16 end, 'the declaration')
  end },
  { 'rename changes every use', function()
    for _, entry in ipairs({ { 'vwap.weir', 'max_participation', 21 }, { 'grid.weir', 'anchor', 27 }, { 'twap.weir', nil } }) do
      local name, word, number = unpack(entry)
      if word then
        open(name)
        if not vim.fn.getline(number):find(word, 1, true) then number = vim.fn.search('\\<' .. word .. '\\>', 'w') end
        cursor(word, number, 1)
        local before = text()
        vim.lsp.buf.rename('renamed')
        check.eventually(function() return vim.fn.search('\\<renamed\\>', 'nw') > 0 end, 'the new name')
        check.equal(text(), (before:gsub('%f[%w_]' .. word .. '%f[^%w_]', 'renamed')), name)
        diagnostics(function(all) return #all == 0 end)
      end
    end
  end },
  { 'formatting brings a script into the house format', function()
    for _, name in ipairs(names) do
      open(name)
      local right = text()
      vim.cmd([[silent %s/^    /  /e]])
      vim.cmd([[silent %s/ = /  =  /ge]])
      vim.lsp.buf.formatting_sync({}, 10000)
      check.equal(text(), right, name)
    end
  end },
  { 'a fix that is chosen mends the mistake', function()
    open('vwap.weir')
    local right = text()
    replace(15, 'spread > 3', 'sprad > 3')
    diagnostics(function(all) return #all == 1 end)
    cursor('sprad', 15)
    choose('Replace `sprad` by `spread`', vim.lsp.buf.code_action)
    check.eventually(function() return text() == right end, 'the fix')
    diagnostics(function(all) return #all == 0 end)
  end },
  { 'a let is put in its place, and an expression gets a name', function()
    open('vwap.weir')
    cursor('near_mid', 29)
    choose('Put the value of `near_mid` in its place', vim.lsp.buf.code_action)
    check.eventually(function() return vim.fn.search('\\<near_mid\\>', 'nw') == 0 end, 'the value')
    diagnostics(function(all) return #all == 0 end)
    cursor('normal(spread)', 14)
    choose('Give this the name `usual_spread`', vim.lsp.buf.code_action)
    check.eventually(function() return vim.fn.search('let usual_spread = normal(spread)', 'nw') > 0 end, 'the name')
    diagnostics(function(all) return #all == 0 end)
  end },
  { 'hints of every script stand behind words of it', function()
    for _, name in ipairs(names) do
      open(name)
      local document = vim.lsp.util.make_text_document_params()
      local range = { start = { line = 0, character = 0 }, ['end'] = { line = vim.fn.line('$'), character = 0 } }
      local count = 0
      for _, hint in ipairs(ask('textDocument/inlayHint', { textDocument = document, range = range })) do
        local line = vim.fn.getline(hint.position.line + 1)
        if hint.kind == 1 then check.matches(line:sub(1, hint.position.character), 'let [%w_]+$') end
        if vim.startswith(hint.label, '= ') then check.matches(line:sub(1, hint.position.character), '[%w%%]$') end
        count = count + 1
      end
      if name == 'vwap.weir' then check.equal(count > 5, true, 'hints') end
    end
  end },
  { 'completion offers what may stand there', function()
    open('vwap.weir')
    vim.fn.append(20, '    sched')
    vim.api.nvim_win_set_cursor(0, { 21, 9 })
    local found = ask('textDocument/completion', position({ context = { triggerKind = 1 } }))
    local labels = vim.tbl_map(function(item) return item.label end, found.items or found)
    check.matches(table.concat(labels, '\n'), 'schedule')
    check.equal(vim.bo.omnifunc, 'v:lua.vim.lsp.omnifunc')
  end },
  { 'a newer Neovim starts the server itself', function()
    local started
    vim.lsp.start = function(config, how) started = { config, how } end
    vim.cmd('silent edit! ' .. vim.fn.fnameescape(check.copy('grid.weir')))
    vim.lsp.start = nil
    check.equal(started[1].cmd, { check.weir, 'lsp' })
    check.equal(started[1].root_dir, vim.fn.expand('%:p:h'))
    check.equal(started[2].bufnr, vim.api.nvim_get_current_buf())
  end },
  { 'an option that is not known is refused', function()
    local ok, fault = pcall(require('weir').setup, { colour = 'red' })
    check.equal(ok, false)
    check.matches(fault, 'no option called `colour`')
  end },
})
