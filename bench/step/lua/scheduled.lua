-- A desk that follows a schedule under a ceiling: what twap and vwap share.
local A, M = require "arithmetic", require "desk"
local min, max = math.min, math.max
local checked, muldiv_floor, small_floor = A.checked, A.muldiv_floor, A.small_floor
local S = { RATIO = 1e9 }

function S.new(facts, stream)
  local d = M.desk(facts, stream)
  d.volume_window, d.own_window = M.ring(300e9 / 64), M.ring(300e9 / 64)
  d.anchor_share, d.anchor_executed, d.last_tilt, d.last_quantity, d.last_end = 0, 0, S.RATIO, 0, 0
  d.begun, d.last_paused = false, false
  return d
end

function S.part_at(d, time)
  local i = d.i
  local elapsed = min(max(i.start, i.finish), max(i.start, time)) - i.start
  return (muldiv_floor(elapsed, 4294967296, max(i.finish - i.start, 1)))
end

function S.schedule(d, slice_share, share, tilt)
  local i = d.i
  local advance = muldiv_floor(max(i.quantity - d.anchor_executed, 0), max(slice_share - d.anchor_share, 0),
    max(4294967296 - d.anchor_share, 1))
  if d.last_tilt ~= S.RATIO then advance = muldiv_floor(advance, d.last_tilt, S.RATIO) end
  local standing = min(i.quantity, checked(d.anchor_executed + advance))
  local replan = d.begun and (i.quantity ~= d.last_quantity or i.finish ~= d.last_end or d.paused ~= d.last_paused)
  if replan then
    local prorated = muldiv_floor(d.leaves, max(slice_share - share, 0), max(4294967296 - share, 1))
    standing = min(standing, checked(i.executed + prorated))
  end
  if replan or (d.begun and tilt ~= d.last_tilt) then d.anchor_executed, d.anchor_share = standing, slice_share end
  d.last_tilt, d.last_paused, d.last_quantity, d.last_end, d.begun = tilt, d.paused, i.quantity, i.finish, d.started
  d.target = d.started and standing or 0
end

function S.limit_participation(d, ratio)
  local i, now = d.i, d.now
  d.volume_window:advance(now)
  d.own_window:advance(now)
  d.volume, d.own = 0, 0
  if d.volume_window:present() then d.volume = d.volume_window:latest() - d.volume_window:oldest() end
  if d.own_window:present() then d.own = i.executed - d.own_window:oldest() end
  d.ceiling = checked(muldiv_floor(ratio, d.volume, 1e9) - d.own)
  d:wake_at(d.volume_window:wake(now))
  d:wake_at(d.own_window:wake(now))
  d.room, d.room_bound = d.leaves, M.LEAVES
  if d.ceiling < d.leaves then d.room, d.room_bound = max(d.ceiling, 0), M.CEILING end
  d.behind = max(d.target - i.executed, 0)
  d.due, d.due_bound = d.behind, M.SCHEDULE
  if d.room < d.due then d.due, d.due_bound = d.room, d.room_bound end
  if not d.open then d.due = 0 end
end

function S.emit(d, out, cross_when)
  local i = d.i
  local may = d.open and d.known and not d.paused and not d:out_of_reach()
  d:cross(may and cross_when, d.behind, d.room, d.room_bound)
  d:rest(may and d.spread < small_floor(8e6, d.mid, 1e9), d.due, d.due_bound, d.room, d.room_bound)
  d:finish(out, d.target, d.due, d.ceiling, d.volume, d.own)
  d.volume_window:hold(i.volume)
  d.own_window:hold(i.executed)
end

return S
