local ffi = require "ffi"
local A, M, S = require "arithmetic", require "desk", require "scheduled"
local floor, min, max = math.floor, math.min, math.max

return function(stream)
  local d = S.new({ every = 15e9, vary = 3e9, show = 1e8, guard = 2.5e8, salt = 87915778455939609ULL }, stream)
  local baseline = ffi.cast("const int64_t*", stream.tables[1])
  local curve = ffi.cast("const int64_t*", stream.tables[2])
  local volume_15, turnover_15 = M.ring(900e9 / 64), M.ring(900e9 / 64)
  local function share(time) return (min(max(M.lookup(curve, S.part_at(d, time)), 0), 4294967296)) end
  local function tilt(i)
    local now = d.now
    volume_15:advance(now)
    turnover_15:advance(now)
    d:wake_at(volume_15:wake(now))
    d:wake_at(turnover_15:wake(now))
    local traded = volume_15:present() and i.volume - volume_15:oldest() or 0
    if not d.known or traded <= 0 then return S.RATIO end
    local vwap = A.muldiv_floor(A.checked(i.turnover - turnover_15:oldest()), 200, traded)
    return A.small_ceil(vwap, 5e5, 1e9) <= A.checked(vwap - d.mid) * i.side and 1.5e9 or S.RATIO
  end
  return M.replay(stream, function(i, out)
    d:read(i)
    local minute = floor(d.now / 60e9) * 60e9
    d:wake_at(minute + 60e9)
    local normal = M.lookup(baseline, A.muldiv_floor(minute % 86400e9, 4294967296, 86400e9))
    d:pause(3, normal > 0 and normal or d.usual.mean)
    local t = tilt(i)
    local second = floor(d.now / 1e9) * 1e9
    d:wake_at(second + 1e9)
    S.schedule(d, share(min(second + 1e9, i.finish)), share(d.now), t)
    S.limit_participation(d, M.parameter(i, 0))
    S.emit(d, out, d.behind > A.muldiv_floor(2e7, i.quantity, 1e9) or i.finish - second < 30e9)
    volume_15:hold(i.volume)
    turnover_15:hold(i.turnover)
  end)
end
