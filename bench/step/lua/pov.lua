local A, M = require "arithmetic", require "desk"
local floor, min, max = math.floor, math.min, math.max
local checked, muldiv_floor, small_floor = A.checked, A.muldiv_floor, A.small_floor

return function(stream)
  local d = M.desk({ every = 10e9, vary = 2e9, show = 2e8, guard = 3e8, salt = 6623612366610105658ULL }, stream)
  local counted_window, own_window = M.ring(300e9 / 64), M.ring(300e9 / 64)
  local volume_window, trades_window = M.ring(300e9 / 64), M.ring(300e9 / 64)
  local counted, seen, was_paused = 0, nil, false
  return M.replay(stream, function(i, out)
    d:read(i)
    local now = d.now
    d:pause(5, d.usual.mean)
    counted_window:advance(now)
    own_window:advance(now)
    volume_window:advance(now)
    trades_window:advance(now)
    d:wake_at(counted_window:wake(now))
    d:wake_at(own_window:wake(now))
    d:wake_at(volume_window:wake(now))
    d:wake_at(trades_window:wake(now))
    if seen and not was_paused then counted = checked(counted + (i.volume - seen)) end
    local ready = own_window:present()
    local own = ready and i.executed - own_window:oldest() or 0
    local volume = ready and checked(counted_window:latest() - counted_window:oldest()) or 0
    local target = i.executed
    if d.started then
      local wanted = max(checked(muldiv_floor(M.parameter(i, 0), volume, 1e9) - own), 0)
      target = min(i.quantity, checked(i.executed + wanted))
    end
    local behind = max(target - i.executed, 0)
    local due, due_bound = behind, M.SCHEDULE
    if d.leaves < due then due, due_bound = d.leaves, M.LEAVES end
    if not d.open then due = 0 end
    local far_behind = false
    if ready then
      local count = i.trades - trades_window:oldest()
      if count > 0 then
        far_behind = checked(M.parameter(i, 1) * floor((i.volume - volume_window:oldest()) / count)) < behind
      end
    end
    local may = d.open and d.known and not d.paused and not d:out_of_reach()
    d:cross(may and far_behind, behind, d.leaves, M.LEAVES)
    d:rest(may and d.spread < small_floor(8e6, d.mid, 1e9), due, due_bound, d.leaves, M.LEAVES)
    d:finish(out, target, due, nil, ready and volume_window:latest() - volume_window:oldest() or 0, own)
    seen, was_paused = i.volume, d.paused
    counted_window:hold(counted)
    own_window:hold(i.executed)
    volume_window:hold(i.volume)
    trades_window:hold(i.trades)
  end)
end
