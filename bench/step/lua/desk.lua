-- What the three standard strategies have in common, as one would write it for LuaJIT: numbers are doubles, times are
-- nanoseconds since the order's day began, so that whole numbers stay below 2^53. The module `arithmetic` says how
-- strictly they are kept whole: it is exact.lua or plain.lua. Inputs are held to bounds once, so that sums and
-- differences of a few need no check.
local A = require "arithmetic"
local ffi = require "ffi"
local bit = require "bit"
-- One step is longer than the compiler's usual limits for a trace.
jit.opt.start("maxrecord=40000", "maxirconst=8000", "maxsnap=4000", "maxside=1000", "maxtrace=8000", "maxmcode=65536",
  "sizemcode=1024")
ffi.cdef [[
  typedef struct { int32_t offset; int64_t value; } change_t;
  typedef struct { int64_t quantity, price, display, crossing, bound, minimum; } desired_t;
  typedef struct {
    int64_t status, where, wake, target, due, ceiling, paused, held;
    int64_t targets[4], exposures[4];
    desired_t desired[64];
  } output_t;
]]
local floor, ceil, min, max, abs = math.floor, math.ceil, math.min, math.max, math.abs
local checked, muldiv_floor, muldiv_ceil = A.checked, A.muldiv_floor, A.muldiv_ceil
local small_floor, small_ceil = A.small_floor, A.small_ceil
local ABSENT, NEVER = -9223372036854775807LL - 1LL, 9223372036854775807LL

local M = {}
M.second = 1e9
M.infinite = math.huge
local BUCKETS = 64
local LOT, MINIMUM, MINIMUM_VALUE, MAX_CHILD = 1000, 1000, 10e8, 250000e8
local NONE, SCHEDULE, CEILING, TAKE, MOST, LIMIT, BELOW, ONLOT, PAUSE, LEAVES, SETTLE =
  0, 1, 3, 4, 5, 7, 8, 9, 10, 12, 15
M.SCHEDULE, M.CEILING, M.LEAVES = SCHEDULE, CEILING, LEAVES

local Ring = {}
Ring.__index = Ring
function M.ring(grid)
  return setmetatable({ grid = grid, held = 0, next = 0, head = -1, samples = ffi.new("double[65]") }, Ring)
end
function Ring:advance(now)
  if now < self.next then return end
  local crossed = self.next == 0 and 0 or floor((now - self.next) / self.grid) + 1
  self.next = (floor(now / self.grid) + 1) * self.grid
  if self.head < 0 then return end
  for _ = 1, min(crossed, BUCKETS + 1) do
    self.head = self.head == BUCKETS and 0 or self.head + 1
    self.samples[self.head] = self.held
  end
end
function Ring:present() return self.head >= 0 end
function Ring:latest() return self.samples[self.head] end
function Ring:oldest() return self.samples[self.head == BUCKETS and 0 or self.head + 1] end
function Ring:wake(now) return self.head < 0 and now + 1 or self.next end
function Ring:hold(value)
  self.held = value
  if self.head >= 0 then return end
  self.head = 0
  for i = 0, BUCKETS do self.samples[i] = value end
end

local Average = {}
Average.__index = Average
function M.average(grid)
  return setmetatable({ grid = grid, held = nil, next = 0, mean = nil, since = 0, integral = 0, present = 0,
    window_integral = 0, window_present = 0, head = 0, integrals = ffi.new("double[64]"),
    presents = ffi.new("double[64]") }, Average)
end
function Average:close()
  local head = self.head
  self.window_integral = checked(checked(self.window_integral + self.integral) - self.integrals[head])
  self.window_present = self.window_present + self.present - self.presents[head]
  self.integrals[head], self.presents[head] = self.integral, self.present
  self.integral, self.present = 0, 0
  self.head = head + 1 == BUCKETS and 0 or head + 1
end
function Average:integrate(span)
  if not self.held then return end
  self.integral = checked(self.integral + checked(self.held * span))
  self.present = self.present + span
end
function Average:advance(now)
  if now < self.next then return end
  if self.next ~= 0 then
    self:integrate(self.next - self.since)
    self:close()
    for _ = 1, min(floor((now - self.next) / self.grid), BUCKETS) do
      self:integrate(self.grid)
      self:close()
    end
    self.mean = self.window_present > 0 and floor(self.window_integral / self.window_present) or nil
    self.since = floor(now / self.grid) * self.grid
  else
    self.since = now
  end
  self.next = (floor(now / self.grid) + 1) * self.grid
end
function Average:wake(known)
  if self.window_present == 0 and self.present == 0 and not self.held and not known then return M.infinite end
  return self.next
end
function Average:hold(now, value)
  if value == self.held then return end
  self:integrate(now - self.since)
  self.since, self.held = now, value
end

-- Zero where the table has no value.
function M.lookup(table, at)
  at = min(max(at, 0), 4294967296)
  local index = min(floor(at / 4194304), 1023)
  if table[index] == ABSENT or table[index + 1] == ABSENT then return 0 end
  local low, high = A.input(tonumber(table[index]), 2 ^ 51), A.input(tonumber(table[index + 1]), 2 ^ 51)
  return low + small_floor(high - low, at - index * 4194304, 4194304)
end

-- SplitMix64, in 64-bit integers of the FFI.
local function mix(x)
  x = x + 0x9e3779b97f4a7c15ULL
  x = bit.bxor(x, bit.rshift(x, 30)) * 0xbf58476d1ce4e5b9ULL
  x = bit.bxor(x, bit.rshift(x, 27)) * 0x94d049bb133111ebULL
  return (bit.bxor(x, bit.rshift(x, 31)))
end

-- A strategy's memory and the facts of its step in one table, so that nothing is allocated.
local Desk = {}
Desk.__index = Desk
function M.desk(facts, stream)
  local d = setmetatable({ facts = facts, usual = M.average(900e9 / BUCKETS), wide_since = M.infinite,
    price0 = 0, price1 = 0, reprice_index = -1, level = 0, asked = 0, resting_bound = NONE,
    pause_bound = PAUSE }, Desk)
  local seed = ffi.cast("uint64_t*", stream.inputs)[stream.layout.seed]
  d.seeded = mix(bit.bxor(mix(facts.salt), seed))
  d.first_count = stream.day_start / facts.every
  d.day = ffi.cast("int64_t", stream.day_start)
  d.q0, d.p0, d.new0, d.b0, d.q1, d.p1, d.new1, d.b1, d.d1 = 0, 0, false, 0, 0, 0, false, 0, 0
  return d
end

function Desk:wake_at(time)
  if time > self.now and time < self.wake then self.wake = time end
end

-- `i` holds the inputs by name, as doubles; absent ones are nil.
function Desk:read(i)
  self.wake = M.infinite
  local now = i.now
  self.now, self.i = now, i
  self.leaves = max(i.quantity - i.executed, 0)
  self.started = i.start <= now
  self.open = self.started and now < i.finish
  self.known = i.bid ~= nil and i.ask ~= nil
  self.bid2, self.ask2 = (i.bid or 0) * 2, (i.ask or 0) * 2
  self.spread, self.mid = self.ask2 - self.bid2, (i.bid or 0) + (i.ask or 0)
  self.usual:advance(now)
  self:wake_at(i.start)
  self:wake_at(i.finish)
end

function Desk:pause(factor, usual)
  local judged = self.known and usual ~= nil
  local now = self.now
  self.wide = judged and self.spread > checked(usual * factor)
  local since = min(self.wide_since, now)
  local passed = self.wide and now - since >= 2e9
  self.paused = not judged or passed
  if self.wide and not passed then self:wake_at(since + 2e9) end
  self:wake_at(self.usual:wake(self.known))
end

-- `settle` after a halt.
function Desk:settle(time)
  local i, settling = self.i, self.i.halted
  if i.resumed then
    local settled = i.resumed + time
    settling = settling or self.now < settled
    self:wake_at(settled)
  end
  self.pause_bound = settling and SETTLE or PAUSE
  self.paused = self.paused or settling
end

function Desk:out_of_reach()
  local i = self.i
  if not i.limit then return false end
  return small_ceil(self.mid, 4e6, 1e9) <= (self.mid - 2 * i.limit) * i.side
end

function Desk:priced(along)
  local i = self.i
  if i.limit then along = min(along, i.side * 2 * i.limit) end
  return i.side * floor(along / 2)
end

function Desk:most(price, present)
  if not present then return 0 end
  local half = 2 * price
  return (max(small_floor(MAX_CHILD, 200, max(self.known and max(self.mid, half) or half, 1)), 0))
end

local function on_lot(quantity, bound)
  local floored = floor(quantity / LOT) * LOT
  return floored, (floored == 0 and quantity > 0) and ONLOT or bound
end
local function limited(quantity, bound, most, by)
  if most < quantity then return most, by end
  return quantity, bound
end
local function above_minimum(quantity, bound, price, working)
  if quantity <= 0 or quantity == working then return quantity, bound end
  if quantity >= MINIMUM and muldiv_floor(quantity, 2 * price, 200) >= MINIMUM_VALUE then return quantity, bound end
  return 0, BELOW
end

function Desk:cross(on, behind, room, room_bound)
  local i = self.i
  self.q0, self.p0, self.new0, self.claimed = 0, 0, false, 0
  if not on then
    self.b0 = self.paused and self.pause_bound or NONE
    return
  end
  local price = self:priced(self.mid * i.side + small_floor(self.mid, 3e5, 1e9))
  local far = i.side > 0 and self.ask2 or self.bid2
  local present = self.known and price > 0 and i.side * far <= i.side * 2 * price
  local wanted, wanted_bound = limited(behind, TAKE, max(room, 0), room_bound)
  local quantity, bound = on_lot(limited(wanted, wanted_bound, self:most(price, present), MOST))
  local stays = i.working0 > 0
  if not stays and not present then
    self.b0 = LIMIT
    return
  end
  if stays then
    quantity, bound = on_lot(limited(i.working0, bound, wanted, wanted_bound))
    price = self.price0
  end
  self.claimed = quantity
  local together, together_bound = limited(behind, TAKE, room, room_bound)
  quantity, bound = limited(quantity, bound, max(room - i.working1, 0), room_bound)
  quantity, bound = on_lot(limited(quantity, bound, max(together - i.working1, 0), together_bound))
  quantity, bound = above_minimum(quantity, bound, price, i.working0)
  self.q0, self.b0 = quantity, bound
  if quantity > 0 then
    self.p0, self.price0, self.new0 = price, price, i.working0 < quantity
  end
end

function Desk:reprice_time(k)
  local number = ffi.cast("uint64_t", k + self.first_count)
  local drawn = tonumber(bit.rshift(mix(bit.bxor(self.seeded, number)), 32))
  return checked(k * self.facts.every) + muldiv_floor(drawn, self.facts.vary, 4294967296)
end

function Desk:rest(on, due, due_bound, room, room_bound)
  local i = self.i
  local count = floor(self.now / self.facts.every)
  local time, next_time = self:reprice_time(count), nil
  if time <= self.now then
    next_time = self:reprice_time(count + 1)
  else
    count, next_time = count - 1, time
  end
  local stays = i.working1 > 0 and count == self.reprice_index
  self.reprice_index = on and count or -1
  local quantity, bound, price = 0, self.paused and self.pause_bound or NONE, 0
  local claim, claim_bound, left = quantity, bound, 0
  self.new1, self.d1, self.p1 = false, 0, 0
  if on then
    self:wake_at(next_time)
    local fresh = self:priced(i.side * (i.side > 0 and self.bid2 or self.ask2))
    local present = fresh > 0
    if stays or present then
      local wanted = max(due - self.claimed, 0)
      if stays then
        quantity, bound = on_lot(limited(max(self.level - i.executed, 0), self.resting_bound, wanted, due_bound))
        price = self.price1
      else
        quantity, bound = on_lot(limited(wanted, due_bound, self:most(fresh, present), MOST))
        price = fresh
      end
      claim, claim_bound = quantity, bound
      local rest = max(self.asked - i.executed, 0)
      if stays then quantity = min(quantity, rest) end
      local other = max(i.working0, self.q0)
      quantity, bound = limited(quantity, bound, max(room - other, 0), room_bound)
      quantity, bound = on_lot(limited(quantity, bound, max(due - other, 0), due_bound))
      left = quantity
      quantity, bound = above_minimum(quantity, bound, price, i.working1)
      if quantity > 0 and above_minimum(left, NONE, price, 0) == 0 then price = self.price1 end
      if quantity > 0 then
        self.new1 = max(i.working1, rest) < quantity or self.price1 ~= price
        self.p1, self.price1 = price, price
        local part = max(muldiv_ceil(quantity, self.facts.show, 1e9), 1)
        self.d1 = min(quantity, ceil(part / LOT) * LOT)
      end
    end
  end
  self.q1, self.b1 = quantity, bound
  self.level, self.resting_bound = checked(i.executed + claim), claim_bound
  self.asked = checked(i.executed + left)
end

function Desk:child_within(quantity, price)
  local half = 2 * price
  if muldiv_ceil(quantity, self.known and max(half, self.mid) or half, 200) > 500000e8 then return false end
  return not self.known or abs(half - self.mid) <= small_floor(self.mid, 5e6, 1e9)
end

function Desk:write(out, target, due, ceiling)
  out.status, out.where = 0, 0
  if self.wake == M.infinite then out.wake = NEVER else out.wake = self.day + self.wake end
  out.target, out.due = target, due
  if ceiling then out.ceiling = ceiling else out.ceiling = ABSENT end
  out.paused, out.held = self.paused and 1 or 0, 0
  local first, second = out.desired[0], out.desired[1]
  first.quantity, first.price, first.display, first.crossing, first.bound = self.q0, self.p0, self.q0, 1, self.b0
  second.quantity, second.price, second.display, second.crossing, second.bound =
    self.q1, self.p1, self.d1, 0, self.b1
end

function Desk:finish(out, target, due, ceiling, volume, own)
  local i = self.i
  if self.known and (self.mid < 2 or self.mid > 2e9) then error "assumption" end
  if self.new0 and not self:child_within(self.q0, self.p0) then error "guard" end
  if self.new1 and not self:child_within(self.q1, self.p1) then error "guard" end
  if i.working0 < self.q0 or i.working1 < self.q1 then
    local exposed = checked(checked(own + max(i.working0, self.q0)) + max(i.working1, self.q1))
    if exposed > LOT + muldiv_floor(self.facts.guard, volume, 1e9) then error "guard" end
  end
  self:write(out, target, due, ceiling)
  self.usual:hold(self.now, self.known and self.spread or nil)
  self.wide_since = self.wide and min(self.wide_since, self.now) or M.infinite
end

-- Replays a recorded stream: inputs as they change, one step after each group of changes. `layout` names the offsets;
-- `halts` says whether the strategy looks at them; `output` is written by every step, and copied to `record` when that is asked for.
local PRICE, WHOLE, TIME = 2 ^ 50, 2 ^ 52, 2 ^ 50
local function price(x)
  if x == ABSENT then return nil end
  return (A.input(tonumber(x), PRICE))
end
local function whole(x) return (A.input(tonumber(x), WHOLE)) end
function M.parameter(i, index) return (whole(i.parameters[index])) end
local function time(x) return (A.input(tonumber(x), TIME)) end
-- No function here ends in a call of another (hence the parentheses round some results): a trace that begins in such a
-- function links to the callee, and every trace through it would end there.
function M.replay(stream, step, halts)
  local inputs = ffi.cast("int64_t*", stream.inputs)
  local ends = ffi.cast("uint32_t*", stream.ends)
  local changes = ffi.cast("change_t*", stream.changes)
  local out, record = ffi.cast("output_t*", stream.output)[0], stream.record and ffi.cast("output_t*", stream.record)
  local l, at = stream.layout, 0
  local day = ffi.cast("int64_t", stream.day_start)
  local parameters = inputs + l.parameters
  local i = { parameters = parameters }
  for s = 0, stream.steps - 1 do
    local last = tonumber(ends[s])
    while at < last do
      inputs[changes[at].offset] = changes[at].value
      at = at + 1
    end
    i.now = time(inputs[l.now] - day)
    i.start, i.finish = time(inputs[l.order_start] - day), time(inputs[l.order_end] - day)
    i.bid, i.ask, i.limit = price(inputs[l.bid_price]), price(inputs[l.ask_price]), price(inputs[l.order_limit])
    i.volume, i.turnover = whole(inputs[l.volume]), A.input(tonumber(inputs[l.turnover]), 2 ^ 53)
    i.trades, i.side = whole(inputs[l.trade_count]), A.input(tonumber(inputs[l.order_side]), 2)
    if halts then
      i.halted = inputs[l.halted] ~= 0
      if inputs[l.resumed] ~= ABSENT then i.resumed = time(inputs[l.resumed] - day) else i.resumed = nil end
    end
    i.quantity, i.executed = whole(inputs[l.order_quantity]), whole(inputs[l.order_executed])
    i.working0, i.working1 = whole(inputs[l.slot_working]), whole(inputs[l.slot_working + l.slot_words])
    step(i, out)
    if record then ffi.copy(record + s, out, ffi.sizeof "output_t") end
  end
end

return M
