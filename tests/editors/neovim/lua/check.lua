-- Runs named checks, prints what is wrong, and ends the editor with what that means.
local M = {}

M.source = vim.env.WEIR_SOURCE_DIR
M.weir = vim.env.WEIR_BINARY

function M.equal(got, wanted, what)
  if not vim.deep_equal(got, wanted) then
    error((what or 'value') .. ': ' .. vim.inspect(got) .. ' is not ' .. vim.inspect(wanted), 2)
  end
end

function M.matches(text, pattern)
  if type(text) ~= 'string' or not text:match(pattern) then error(vim.inspect(text) .. ' does not match ' .. pattern, 2) end
end

-- Waits until `condition` gives something, and gives it.
function M.eventually(condition, what)
  local value
  if not vim.wait(20000, function()
    value = condition()
    return value
  end, 20) then error('never came: ' .. (what or 'what was awaited'), 2) end
  return value
end

function M.scripts()
  local found = {}
  for _, pattern in ipairs({ '/stdlib/*.weir', '/examples/desk/*.weir', '/examples/policies/*.weir' }) do
    vim.list_extend(found, vim.split(vim.fn.glob(M.source .. pattern), '\n'))
  end
  return found
end

-- A copy of a script, in a folder of its own.
function M.copy(name)
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder, 'p')
  local path = folder .. '/' .. name
  vim.fn.writefile(vim.fn.readfile(M.source .. '/stdlib/' .. name), path)
  return path
end

function M.run(tests)
  local failed = 0
  for _, entry in ipairs(tests) do
    local ok, fault = xpcall(entry[2], debug.traceback)
    if not ok then failed = failed + 1 end
    io.stdout:write(ok and 'ok ' or 'NOT OK ', entry[1], ok and '' or ('\n' .. tostring(fault)), '\n')
  end
  vim.cmd(failed == 0 and 'qall!' or 'cquit')
end

return M
