-- A session of a real editor: opens the file, waits for diagnostics, hovers, types, applies a code action, saves, quits.
-- Given by environment: PROGRAM, SESSION_FILE, NEEDLE (text to look at), TYPED (text to type in its place), MEND (text of a
-- line with a finding that has a repair), RESULT.
local result = { problems = {} }
local function now() return vim.loop.hrtime() / 1e6 end

local function finish()
  vim.fn.writefile({ vim.fn.json_encode(result) }, os.getenv('RESULT'))
  vim.cmd('qall!')
end

local function wait_for(what, done)
  if not vim.wait(10000, done, 1) then
    table.insert(result.problems, 'waited in vain for ' .. what)
    finish()
  end
end

local file = os.getenv('SESSION_FILE')
vim.cmd('edit ' .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
local started = now()
local client = vim.lsp.start_client({
  name = 'pillarlint',
  cmd = { os.getenv('PROGRAM'), 'lsp', '--today', '2026-07-01' },
  root_dir = vim.fn.fnamemodify(file, ':h'),
  flags = { debounce_text_changes = 0 },
})
vim.lsp.buf_attach_client(buffer, client)

-- Where the needle stands: row and column from 0.
local function find(needle)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, true)) do
    local column = line:find(needle, 1, true)
    if column then return row - 1, column - 1 end
  end
end

wait_for('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
result.first = now() - started
result.diagnostics = {}
for _, one in ipairs(vim.diagnostic.get(buffer)) do
  table.insert(result.diagnostics, { row = one.lnum, column = one.col, severity = one.severity, message = one.message, source = one.source })
end

-- Hover, as the editor asks for it.
local row, column = find(os.getenv('NEEDLE'))
vim.api.nvim_win_set_cursor(0, { row + 1, column })
local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-16'), 10000)
result.hover = answers and answers[client] and answers[client].result and answers[client].result.contents.value or ''

-- Types TYPED in place of NEEDLE, and back; from here on the editor itself sends what it sends.
local target = nil
for _, one in ipairs(vim.diagnostic.get(buffer)) do
  if one.lnum == row and one.col == column then target = one.message end
end
local function is_there()
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    if one.message == target then return true end
  end
  return false
end
result.target = target or ''
result.latencies = {}
local needle, typed = os.getenv('NEEDLE'), os.getenv('TYPED')
for i = 1, 20 do
  local begin = now()
  vim.api.nvim_buf_set_text(buffer, row, column, row, column + #needle, { typed })
  wait_for('the finding to go', function() return not is_there() end)
  table.insert(result.latencies, now() - begin)
  begin = now()
  vim.api.nvim_buf_set_text(buffer, row, column, row, column + #typed, { needle })
  wait_for('the finding to come back', is_there)
  table.insert(result.latencies, now() - begin)
end

-- A code action, chosen by the beginning of its title.
result.titles = {}
local wanted = '^Ignore '
vim.ui.select = function(items, _, choose)
  local chosen = nil
  for _, item in ipairs(items) do
    local title = (item[2] or item.action).title
    table.insert(result.titles, title)
    if not chosen and title:find(wanted) then chosen = item end
  end
  choose(chosen)
end
local lines = vim.api.nvim_buf_line_count(buffer)
vim.api.nvim_win_set_cursor(0, { row + 1, column })
vim.lsp.buf.code_action()
wait_for('the code action', function() return vim.api.nvim_buf_line_count(buffer) == lines + 1 end)
wait_for('the suppression to be heard', function() return not is_there() end)
result.comment = vim.api.nvim_buf_get_lines(buffer, row, row + 1, true)[1]

vim.cmd('write')
result.written = vim.fn.readfile(file)

-- Without the comment the finding is back; where to go from it.
vim.cmd('undo')
wait_for('the finding to come back', is_there)
vim.api.nvim_win_set_cursor(0, { row + 1, column })
vim.lsp.buf.definition()
wait_for('the jump', function() return vim.api.nvim_win_get_cursor(0)[1] ~= row + 1 end)
result.jumped = vim.api.nvim_get_current_line()

-- A repair.
vim.api.nvim_set_current_buf(buffer)
row = find(os.getenv('MEND'))
local before = #vim.diagnostic.get(buffer)
wanted = '^Set '
vim.api.nvim_win_set_cursor(0, { row + 1, 0 })
vim.lsp.buf.code_action()
wait_for('the repair to mend its finding', function() return #vim.diagnostic.get(buffer) == before - 1 end)
result.mended = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n')

vim.lsp.stop_client(client)
if not vim.wait(5000, function() return vim.lsp.client_is_stopped(client) end, 5) then
  table.insert(result.problems, 'the server did not stop')
end
finish()
