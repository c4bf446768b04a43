-- The client of `weir lsp` for Neovim 0.7 and later. `:help weir` says what there is.
local M = {}

local options = {
  cmd = { 'weir', 'lsp' },
  policies = {},
  verify_on_type = true,
  code_lens = true,
  inlay_hints = true,
  on_attach = nil,
}

-- 0.7 has neither vim.fs nor vim.lsp.start.
local function root_of(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  local git = vim.fn.finddir('.git', vim.fn.escape(folder, ' ;,') .. ';')
  return git ~= '' and vim.fn.fnamemodify(git, ':p:h:h') or folder
end

local function clients_of(buffer)
  local all = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = buffer }) or vim.tbl_values(vim.lsp.buf_get_clients(buffer))
  return vim.tbl_filter(function(client) return client.name == 'weir' end, all)
end

-- ------------------------------------------------------------------------------------------------ what commands give back

local function show_text(title, text)
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, '\n'))
  vim.bo[buffer].buftype, vim.bo[buffer].bufhidden, vim.bo[buffer].swapfile = 'nofile', 'wipe', false
  vim.bo[buffer].modifiable = false
  pcall(vim.api.nvim_buf_set_name, buffer, 'weir://' .. title)
end

local function show_page(html)
  local path = vim.fn.tempname() .. '.html'
  vim.fn.writefile(vim.split(html, '\n'), path)
  if vim.ui.open then
    vim.ui.open(path)
  else
    vim.fn.jobstart({ vim.fn.has('mac') == 1 and 'open' or 'xdg-open', path }, { detach = true })
  end
  vim.notify('The report is ' .. path)
end

local function show(command, answer)
  if type(answer) ~= 'table' then return end
  if answer.html then show_page(answer.html)
  elseif answer.text then show_text(command:gsub('^weir%.', ''), answer.text) end
end

-- Has the server carry out one of its commands for a buffer, and shows what comes back.
local function run(buffer, command, arguments)
  local client = clients_of(buffer)[1]
  if not client then return vim.notify('no Weir server for this buffer', vim.log.levels.WARN) end
  local function answered(err, answer)
    if err then return vim.notify(err.message or vim.inspect(err), vim.log.levels.ERROR) end
    show(command, answer)
  end
  local params = { command = command, arguments = arguments }
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, answered, buffer)
  else
    client.request('workspace/executeCommand', params, answered, buffer)
  end
end

-- ------------------------------------------------------------------------------------------------ commands

local function strategies(buffer)
  local names = {}
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    names[#names + 1] = line:match('^%s*strategy%s+([%w_]+)')
  end
  return names
end

-- Calls `use` with the strategy that is given, the only one, or one that is chosen.
local function with_strategy(buffer, given, use)
  local names = strategies(buffer)
  if given and given ~= '' then use(given)
  elseif #names < 2 then if names[1] then use(names[1]) end
  else vim.ui.select(names, { prompt = 'Which strategy?' }, function(name) if name then use(name) end end) end
end

local function run_on_tape(buffer, uri, given)
  with_strategy(buffer, given, function(strategy)
    vim.ui.input({ prompt = 'Tape: ', completion = 'file' }, function(tape)
      if not tape or tape == '' then return end
      vim.ui.input({ prompt = 'Order: ', default = 'buy 1_000 shares from 10:00 to 12:00' }, function(order)
        if order and order ~= '' then run(buffer, 'weir.runOnTape', { uri, strategy, vim.fn.fnamemodify(tape, ':p'), order }) end
      end)
    end)
  end)
end

-- A lens or an action names a command; these are run by the server, and what it answers is shown.
local kOfServer = { 'weir.runTests', 'weir.verify', 'weir.writeCounterexample', 'weir.report', 'weir.schedule', 'weir.runOnTape' }

local function take_commands()
  for _, name in ipairs(kOfServer) do
    vim.lsp.commands[name] = function(command, context)
      run(context and context.bufnr or 0, command.command, command.arguments)
    end
  end
  vim.lsp.commands['weir.client.runOnTape'] = function(command, context)
    run_on_tape(context and context.bufnr or 0, unpack(command.arguments or {}))
  end
end

local function add_user_commands(buffer)
  local function add(name, nargs, act)
    vim.api.nvim_buf_create_user_command(buffer, name, function(given) act(vim.uri_from_bufnr(buffer), given.args) end,
      { nargs = nargs, complete = nargs ~= 0 and function() return strategies(buffer) end or nil })
  end
  add('WeirVerify', 0, function(uri) run(buffer, 'weir.verify', { uri }) end)
  add('WeirTest', 0, function(uri) run(buffer, 'weir.runTests', { uri }) end)
  add('WeirReport', 0, function(uri) run(buffer, 'weir.report', { uri }) end)
  add('WeirSchedule', '?', function(uri, given)
    with_strategy(buffer, given, function(strategy) run(buffer, 'weir.schedule', { uri, strategy }) end)
  end)
  add('WeirRun', '?', function(uri, given) run_on_tape(buffer, uri, given) end)
end

-- ------------------------------------------------------------------------------------------------ the client

-- Lenses are asked for again when the text rests; hints come by themselves where Neovim knows them.
local function attached(client, buffer)
  vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
  add_user_commands(buffer)
  if options.code_lens and client.server_capabilities.codeLensProvider then
    vim.lsp.codelens.refresh({ bufnr = buffer })
    vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'BufWritePost', 'CursorHold' }, {
      group = vim.api.nvim_create_augroup('weir_lens_' .. buffer, {}),
      buffer = buffer,
      callback = function() if #clients_of(buffer) > 0 then vim.lsp.codelens.refresh({ bufnr = buffer }) end end,
    })
  end
  if options.inlay_hints and vim.lsp.inlay_hint then pcall(vim.lsp.inlay_hint.enable, true, { bufnr = buffer }) end
  if options.on_attach then options.on_attach(client, buffer) end
end

local function settings()
  return { weir = { verify = { policies = options.policies, onType = options.verify_on_type }, inlayHints = { enabled = options.inlay_hints } } }
end

-- What every version of Neovim takes; paths of policies are from the root.
local function config(root)
  return {
    name = 'weir',
    cmd = options.cmd,
    cmd_cwd = root,
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = vim.fn.fnamemodify(root, ':t') } },
    settings = settings(),
    init_options = settings().weir,
    on_attach = attached,
  }
end

local running = {} -- root → client, for 0.7

local function start_old(buffer, root)
  if not running[root] then
    local one = config(root)
    one.on_exit = function() running[root] = nil end
    running[root] = vim.lsp.start_client(one)
  end
  if running[root] then vim.lsp.buf_attach_client(buffer, running[root]) end
end

local function start(buffer)
  local root = root_of(vim.api.nvim_buf_get_name(buffer))
  if not vim.lsp.start then return start_old(buffer, root) end
  vim.lsp.start(config(root), { bufnr = buffer })
end

-- setup{cmd, policies, verify_on_type, code_lens, inlay_hints, on_attach}: every one may be left out.
function M.setup(given)
  for name in pairs(given or {}) do
    if options[name] == nil and name ~= 'on_attach' then error('weir.setup knows no option called `' .. name .. '`') end
  end
  options = vim.tbl_extend('force', options, given or {})
  take_commands()
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('weir', {}),
    pattern = 'weir',
    callback = function(event) start(event.buf) end,
  })
  -- A script that is open already, when setup comes late.
  if vim.bo.filetype == 'weir' then start(vim.api.nvim_get_current_buf()) end
end

return M
