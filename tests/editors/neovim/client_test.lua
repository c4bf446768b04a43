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
