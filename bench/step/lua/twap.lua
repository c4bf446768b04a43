local A, M, S = require "arithmetic", require "desk", require "scheduled"
local floor, min = math.floor, math.min

return function(stream)
  local d = S.new({ every = 10e9, vary = 2e9, show = 2e8, guard = 3e8, salt = 3273735952858256375ULL }, stream)
  return M.replay(stream, function(i, out)
    d:read(i)
    d:pause(5, d.usual.mean)
    local length = M.parameter(i, 0)
    local slice_end = (floor(d.now / length) + 1) * length
    if d.open then d:wake_at(slice_end) end
    S.schedule(d, S.part_at(d, min(slice_end, i.finish)), S.part_at(d, d.now), S.RATIO)
    S.limit_participation(d, M.parameter(i, 1))
    local second = floor(d.now / 1e9) * 1e9
    d:wake_at(second + 1e9)
    S.emit(d, out, d.behind > A.muldiv_floor(M.parameter(i, 2), i.quantity, 1e9) or i.finish - second < 30e9)
  end)
end
