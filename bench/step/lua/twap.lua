local M, S = require "desk", require "scheduled"
local floor, min = math.floor, math.min

return function(stream)
  local d = S.new { every = 10e9, vary = 2e9, show = 0.2, guard = 0.3, salt = 3273735952858256375ULL,
    first_count = stream.day / 10 }
  return M.replay(stream, function(i, out)
    d:read(i)
    d:pause(5, d.usual.mean)
    local length = i.parameters[0]
    local slice_end = (floor(d.now / length) + 1) * length
    if d.open then d:wake_at(slice_end) end
    S.schedule(d, S.part_at(d, min(slice_end, i.finish)), S.part_at(d, d.now), 1)
    S.limit_participation(d, i.parameters[1])
    local second = floor(d.now / 1e9) * 1e9
    d:wake_at(second + 1e9)
    S.emit(d, out, d.behind > floor(i.parameters[2] * i.quantity / 1e9) or i.finish - second < 30e9)
  end)
end
