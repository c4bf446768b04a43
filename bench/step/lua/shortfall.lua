local ffi = require "ffi"
local A, M, S = require "arithmetic", require "desk", require "scheduled"
local floor, min, max = math.floor, math.min, math.max
local checked, muldiv_floor = A.checked, A.muldiv_floor
local ONE, OVER = 4294967296, 300e9

-- The target on the curve of the urgency; what a pause made us miss is caught up, at most at twice the pace.
local function follow(d, share, urgency, slice_end)
  local i = d.i
  local shape = d.begun and d.last_urgency or urgency
  local slice_part = S.part_at(d, slice_end)
  local slice_share = share(shape, slice_part)
  local rest = max(max(i.quantity - d.anchor_executed, 0) - d.missed, 0)
  local to_go = max(ONE - d.anchor_share, 1)
  local advance = muldiv_floor(rest, max(slice_share - d.anchor_share, 0), to_go)
  local elapsed = min(max(slice_end - d.anchor_time, 0), OVER)
  local extra = min(muldiv_floor(d.missed, elapsed, OVER), advance)
  local target = min(i.quantity, checked(d.anchor_executed + advance + extra))
  local repaused = d.paused ~= d.last_paused
  local replan = d.begun and (i.quantity ~= d.last_quantity or i.finish ~= d.last_end or repaused)
  if replan or shape ~= urgency then
    local left_out = max(d.missed - extra, 0)
    if replan then
      local share_now = share(shape, S.part_at(d, d.now))
      local passed = muldiv_floor(rest, max(share_now - d.anchor_share, 0), to_go)
      local late = left_out
      if repaused then late = max(checked(d.anchor_executed + d.missed + passed) - i.executed, 0) end
      local to_share = max(d.leaves - late, 0)
      target = min(target,
        i.executed + muldiv_floor(to_share, max(slice_share - share_now, 0), max(ONE - share_now, 1)))
    end
    if repaused then
      d.missed = max(checked(d.anchor_executed + d.missed + advance) - target, 0)
    else
      d.missed = min(left_out, max(i.quantity - target, 0))
    end
    d.anchor_executed, d.anchor_time = target, slice_end
    d.anchor_share = shape == urgency and slice_share or share(urgency, slice_part)
  end
  d.last_urgency, d.last_paused, d.last_quantity, d.last_end, d.begun =
    urgency, d.paused, i.quantity, i.finish, d.started
  d.target = d.started and target or 0
end

return function(stream)
  local d = S.new({ every = 10e9, vary = 2e9, show = 2e8, guard = 3e8, salt = 980776022154364260ULL }, stream)
  d.missed, d.anchor_time, d.last_urgency = 0, 0, 0
  local curves = {}
  for k = 1, 5 do curves[k] = ffi.cast("const int64_t*", stream.tables[k]) end
  local function share(urgency, part)
    return (min(max(M.lookup(curves[min(max(urgency, 1), 5)], part), 0), ONE))
  end
  return M.replay(stream, function(i, out)
    d:read(i)
    d:pause(5, d.usual.mean)
    d:settle(30e9)
    local second = floor(d.now / 1e9) * 1e9
    d:wake_at(second + 1e9)
    follow(d, share, M.parameter(i, 0), min(second + 1e9, i.finish))
    S.limit_participation(d, M.parameter(i, 4))
    S.emit(d, out, d.behind > muldiv_floor(2e7, i.quantity, 1e9) or i.finish - second < 30e9)
  end, true)
end
