-- The configurations on the page of the documents, each as it stands there.
local check = require('check')
vim.cmd('filetype plugin indent on')

local page = table.concat(vim.fn.readfile(check.source .. '/docs/how-to/set-up-neovim.md'), '\n')

-- The first block in a language that has these words, on this machine.
local function block(language, words)
  for text in page:gmatch('```' .. language .. '\n(.-)```') do
    if text:find(words, 1, true) then
      return (text:gsub("'~/weir/build/release/bin/weir'", ("'%s'"):format(check.weir)):gsub('~/weir', check.source))
    end
  end
  error('no block of ' .. language .. ' has ' .. words)
end

check.run({
  { 'a plugin manager finds the folder, and sets it up', function()
    local entry = assert(loadstring('return ' .. block('lua', 'ft = ')))()
    check.equal(vim.fn.isdirectory(entry.dir .. '/lua'), 1)
    check.equal(entry.ft, 'weir')
    entry.config()
  end },
  { 'without a manager the runtime path is enough', function()
    for _, line in ipairs(vim.split(vim.trim(block('vim', 'runtimepath')), '\n')) do vim.cmd(line) end
  end },
  { 'with its program, its policies and keys a script is served', function()
    assert(loadstring(block('lua', 'cmd = ')))()
    local path = check.copy('grid.weir')
    local folder = vim.fn.fnamemodify(path, ':h')
    vim.fn.mkdir(folder .. '/policies')
    vim.fn.writefile(vim.fn.readfile(check.source .. '/examples/policies/agency.weir'), folder .. '/policies/desk.weir')
    vim.cmd('silent edit! ' .. vim.fn.fnameescape(path))
    check.eventually(function() return #vim.api.nvim_buf_get_keymap(0, 'n') >= 6 end, 'the keys')
    local keys = vim.tbl_map(function(map) return map.lhs end, vim.api.nvim_buf_get_keymap(0, 'n'))
    for _, one in ipairs({ 'K', 'gd', 'grn', 'gra', 'grl', 'gq' }) do check.equal(vim.tbl_contains(keys, one), true, one) end
    check.eventually(function() return #vim.diagnostic.get(0) > 0 end, 'what the policy says')
  end },
})
