-- Whole numbers held in doubles, exactly. Doubles hold every whole number below 2^53; a sum or product of two of them
-- that rounds to less than 2^53 was not rounded at all, so one comparison of the result guards each operation. With a
-- dividend below 2^53 the rounded quotient never crosses a whole number, so its floor is exact too.
local ffi = require "ffi"
local floor, ceil, abs = math.floor, math.ceil, math.abs
local int64 = ffi.typeof "int64_t"
local TOP = 2 ^ 53
local A = {}

function A.checked(x)
  if not (abs(x) < TOP) then error "overflow" end
  return x
end
local checked = A.checked

-- An input must stay within the bound for which the code relies on it.
function A.input(x, bound)
  if not (abs(x) < bound) then error "input out of bounds" end
  return x
end

-- For products that stay below 2^53.
function A.small_floor(a, b, c)
  if not (c > 0) then error "divisor" end
  return (floor(checked(a * b) / c))
end
function A.small_ceil(a, b, c)
  if not (c > 0) then error "divisor" end
  return (ceil(checked(a * b) / c))
end

-- For products of any size. The quotient in doubles is off by a few at most; what then remains of the product is small,
-- so that 64-bit integers give it exactly though the product itself may wrap around.
function A.muldiv_floor(a, b, c)
  if not (c > 0 and c < 2 ^ 50) then error "divisor" end
  local guess = floor(a * b / c)
  if not (abs(guess) < 2 ^ 52) then error "overflow" end
  local rest = int64(a) * int64(b) - int64(guess) * int64(c)
  return guess + floor(tonumber(rest) / c)
end
function A.muldiv_ceil(a, b, c) return -A.muldiv_floor(-a, b, c) end

return A
