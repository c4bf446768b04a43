-- Arithmetic on doubles as they come: overflow is not checked, and the last digit of a rounded quotient may be off.
local floor, ceil = math.floor, math.ceil
local A = {}

function A.checked(x) return x end
function A.input(x) return x end
function A.muldiv_floor(a, b, c) return (floor(a * b / c)) end
function A.muldiv_ceil(a, b, c) return (ceil(a * b / c)) end
A.small_floor, A.small_ceil = A.muldiv_floor, A.muldiv_ceil

return A
