// The LLVM lowering of every operation, one function per row of ops.def. Checks that the intervals prove are left out.
//
// No instruction here may give poison or trap on a faulted operand: the fault is known, but the code runs on.
#include <llvm/IR/InlineAsm.h>

#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <utility>

#include "compiler/native/emitter.h"
#include "compiler/native/runtime.h"
#include "compiler/plan/reference.h"

namespace weir::native {
namespace {

using llvm::Value;
using plan::Interval;
using plan::Node;
using Int128 = __int128;

namespace lower {

bool fits(Int128 low, Int128 high) {
    return low >= std::numeric_limits<int64_t>::min() && high <= std::numeric_limits<int64_t>::max();
}

/// The bounds of a result are cut off at 64 bits: inside of these, it fits.
bool surely_fits(const Node& node) {
    return node.interval.low > std::numeric_limits<int64_t>::min() &&
           node.interval.high < std::numeric_limits<int64_t>::max();
}

/// Arithmetic that sets a fault when the result leaves 64 bits, checked only where that is possible.
Value* checked(Emitter& e, llvm::Intrinsic::ID intrinsic, Value* x, Value* y) {
    Value* pair = e.b.CreateBinaryIntrinsic(intrinsic, x, y);
    e.fault_if(e.b.CreateExtractValue(pair, 1));
    return e.b.CreateExtractValue(pair, 0);
}

Value* constant(Emitter& e, const Node& node, Operands) {
    return e.integer(node.immediate);
}
Value* constant_real(Emitter& e, const Node& node, Operands) {
    return llvm::ConstantFP::get(e.b.getDoubleTy(), std::bit_cast<double>(node.immediate));
}
Value* constant_bool(Emitter& e, const Node& node, Operands) {
    return e.b.getInt1(node.immediate != 0);
}
Value* input(Emitter& e, const Node& node, Operands) {
    return e.input(node.immediate);
}

Value* add(Emitter& e, const Node& node, Operands x) {
    const Interval a = e.range(node, 0), b = e.range(node, 1);
    if (fits(Int128{a.low} + b.low, Int128{a.high} + b.high)) return e.b.CreateAdd(x[0], x[1]);
    return checked(e, llvm::Intrinsic::sadd_with_overflow, x[0], x[1]);
}
Value* sub(Emitter& e, const Node& node, Operands x) {
    const Interval a = e.range(node, 0), b = e.range(node, 1);
    if (surely_fits(node) || fits(Int128{a.low} - b.high, Int128{a.high} - b.low)) return e.b.CreateSub(x[0], x[1]);
    return checked(e, llvm::Intrinsic::ssub_with_overflow, x[0], x[1]);
}

struct Product {
    Int128 low, high;
    bool fits64() const { return fits(low, high); }
};
Product product_of(Interval a, Interval b) {
    const Int128 corners[] = {Int128{a.low} * b.low, Int128{a.low} * b.high, Int128{a.high} * b.low,
                              Int128{a.high} * b.high};
    Product out{corners[0], corners[0]};
    for (const Int128 corner : corners) out = {std::min(out.low, corner), std::max(out.high, corner)};
    return out;
}

Value* mul(Emitter& e, const Node& node, Operands x) {
    if (product_of(e.range(node, 0), e.range(node, 1)).fits64()) return e.b.CreateMul(x[0], x[1]);
    return checked(e, llvm::Intrinsic::smul_with_overflow, x[0], x[1]);
}

/// The quotient of 64 bits by a positive constant, rounded as asked: what is divided is made non-negative by a multiple
/// of the divisor, which leaves no sign and no rest to look at. Null when that might overflow.
Value* divide_by_constant(Emitter& e, Value* product, Product range, int64_t divisor, bool up) {
    auto& b = e.b;
    const Int128 round = up ? divisor - 1 : 0;
    if (std::has_single_bit(static_cast<uint64_t>(divisor))) {
        if (!fits(range.low, range.high + round)) return nullptr;
        if (up) product = b.CreateAdd(product, e.integer(divisor - 1));
        return b.CreateAShr(product, static_cast<uint64_t>(std::countr_zero(static_cast<uint64_t>(divisor))));
    }
    const Int128 below = range.low < 0 ? (-range.low + divisor - 1) / divisor : 0;  // multiples
    const Int128 added = below * divisor + round;
    if (!fits(0, added) || range.high + added > std::numeric_limits<uint64_t>::max()) return nullptr;
    if (added != 0) product = b.CreateAdd(product, e.integer(static_cast<int64_t>(added)));
    Value* quotient = b.CreateUDiv(product, e.integer(divisor));
    return below == 0 ? quotient : b.CreateSub(quotient, e.integer(static_cast<int64_t>(below)));
}

/// The quotient of 64 bits by a positive divisor, rounded as asked.
Value* divide(Emitter& e, Value* product, Product range, Value* divisor, Interval divisors, bool up) {
    auto& b = e.b;
    if (divisors.low == divisors.high && divisors.low > 0)
        if (Value* quotient = divide_by_constant(e, product, range, divisors.low, up)) return quotient;
    const bool nonnegative = range.low >= 0;
    if (nonnegative && !up) return b.CreateUDiv(product, divisor);
    Value* quotient = nonnegative ? b.CreateUDiv(product, divisor) : b.CreateSDiv(product, divisor);
    Value* rest = b.CreateSub(product, b.CreateMul(quotient, divisor));
    if (up) return b.CreateAdd(quotient, b.CreateZExt(b.CreateICmpSGT(rest, e.integer(0)), b.getInt64Ty()));
    return b.CreateSub(quotient, b.CreateZExt(b.CreateICmpSLT(rest, e.integer(0)), b.getInt64Ty()));
}

/// Division by 2^k is a shift of the 128-bit product.
Value* muldiv_shift(Emitter& e, Operands x, int64_t divisor, bool up, bool fits64) {
    auto& b = e.b;
    Value* product = b.CreateMul(e.wide(x[0]), e.wide(x[1]));
    if (up) product = b.CreateAdd(product, e.wide(e.integer(divisor - 1)));
    Value* quotient = b.CreateAShr(product, static_cast<uint64_t>(std::countr_zero(static_cast<uint64_t>(divisor))));
    Value* out = e.narrow(quotient);
    if (!fits64) e.fault_if(b.CreateICmpNE(e.wide(out), quotient));
    return out;
}

/// A quotient and what is wrong with it, null when nothing can be.
struct Quotient128 {
    Value* value;
    Value* fault = nullptr;
};

/// What is known of a division before it is made.
struct Division {
    bool up;
    bool nonnegative;  // both factors
    bool fits;         // the quotient surely fits 64 bits
};

/// high:low / divisor in one instruction of x86, which traps unless the quotient fits. Gives the quotient and the rest.
std::pair<Value*, Value*> divide_instruction(Emitter& e, const char* name, Value* high, Value* low, Value* divisor) {
    auto& b = e.b;
    llvm::Type* word = b.getInt64Ty();
    auto* type = llvm::FunctionType::get(llvm::StructType::get(word, word), {word, word, word}, false);
    auto* code = llvm::InlineAsm::get(type, name, "={ax},={dx},{ax},{dx},r,~{flags}", false);
    Value* pair = b.CreateCall(type, code, {low, high, divisor});
    return {b.CreateExtractValue(pair, 0), b.CreateExtractValue(pair, 1)};
}

/// A signed product whose quotient surely fits: the instruction rounds toward zero.
Value* divide_signed_x86(Emitter& e, Operands x, Value* divisor, bool up) {
    auto& b = e.b;
    Value* product = b.CreateMul(e.wide(x[0]), e.wide(x[1]));
    Value* high = e.narrow(b.CreateLShr(product, 64));
    const auto [quotient, rest] = divide_instruction(e, "idivq $4", high, e.narrow(product), divisor);
    if (!up) return b.CreateAdd(quotient, b.CreateAShr(rest, 63));
    return b.CreateAdd(quotient, b.CreateZExt(b.CreateICmpSGT(rest, e.integer(0)), b.getInt64Ty()));
}

/// Divides the 128-bit product of magnitudes, and gives the sign back.
Quotient128 divide_wide_x86(Emitter& e, Operands x, Value* divisor, Division division) {
    auto& b = e.b;
    const bool sure = division.fits && !e.faulted();
    if (sure && !division.nonnegative) return {divide_signed_x86(e, x, divisor, division.up)};
    const auto magnitude = [&](Value* value) {
        return division.nonnegative ? value : b.CreateBinaryIntrinsic(llvm::Intrinsic::abs, value, b.getFalse());
    };
    const auto unsigned_wide = [&](Value* value) { return b.CreateZExt(value, b.getInt128Ty()); };
    Value* product = b.CreateMul(unsigned_wide(magnitude(x[0])), unsigned_wide(magnitude(x[1])));
    Value* high = e.narrow(b.CreateLShr(product, 64));
    Value* large = sure ? b.getFalse() : b.CreateICmpUGE(high, divisor);
    if (e.strict()) e.fault_if(large);
    // Faulted operands may have any value, and the instruction must not trap on them either.
    if (!e.strict() && !sure) high = b.CreateSelect(large, e.integer(0), high);
    const auto [quotient, rest] = divide_instruction(e, "divq $4", high, e.narrow(product), divisor);
    Value* negative = division.nonnegative ? b.getFalse() : b.CreateICmpSLT(b.CreateXor(x[0], x[1]), e.integer(0));
    Value* away = b.CreateAnd(b.CreateICmpNE(rest, e.integer(0)), b.CreateXor(negative, b.getInt1(division.up)));
    Value* size = b.CreateAdd(quotient, b.CreateZExt(away, b.getInt64Ty()));
    Value* value = division.nonnegative ? size : b.CreateSelect(negative, b.CreateNeg(size), size);
    if (division.fits) return {value};
    Value* limit = b.CreateAdd(e.integer(step::kNever), b.CreateZExt(negative, b.getInt64Ty()));
    Value* outside = b.CreateOr(b.CreateICmpUGT(quotient, limit), b.CreateICmpUGT(size, limit));
    if (!e.strict()) return {value, b.CreateOr(large, outside)};
    e.fault_if(outside);
    return {value};
}

Quotient128 divide_wide_helper(Emitter& e, Operands x, Value* divisor, Division division) {
    auto& b = e.b;
    auto* type = llvm::StructType::get(b.getInt64Ty(), b.getInt64Ty());
    const size_t helper = division.up ? offsetof(Helpers, muldiv_ceil) : offsetof(Helpers, muldiv_floor);
    Value* result = e.call_helper(helper, type, {x[0], x[1], divisor});
    Value* fault = b.CreateICmpNE(b.CreateExtractValue(result, 1), e.integer(0));
    if (e.strict()) e.fault_if(fault);
    return {b.CreateExtractValue(result, 0), e.strict() ? nullptr : fault};
}

Quotient128 divide_wide(Emitter& e, Operands x, Value* divisor, Division division) {
    return e.has_wide_divide() ? divide_wide_x86(e, x, divisor, division) : divide_wide_helper(e, x, divisor, division);
}

bool quotient_fits(Product product, Interval divisor) {
    const Int128 least = std::max<int64_t>(divisor.low, 1);
    return fits(product.low / least - 1, product.high / least + 1);
}

Value* muldiv(Emitter& e, const Node& node, Operands x, bool up) {
    const Interval divisor = e.range(node, 2);
    const bool constant = divisor.low == divisor.high && divisor.low > 0;
    const Product product = product_of(e.range(node, 0), e.range(node, 1));
    const Division division{up, e.range(node, 0).low >= 0 && e.range(node, 1).low >= 0,
                            quotient_fits(product, divisor) || (divisor.low > 0 && surely_fits(node))};
    if (constant && !product.fits64() && std::has_single_bit(static_cast<uint64_t>(divisor.low)))
        return muldiv_shift(e, x, divisor.low, up, division.fits);
    if (divisor.low <= 0) e.fault_if(e.b.CreateICmpSLE(x[2], e.integer(0)));
    // Where the code runs on after a fault, what follows must not trap.
    if (!constant && e.faulted()) x[2] = e.smax(x[2], e.integer(1));
    if (product.fits64()) return divide(e, e.b.CreateMul(x[0], x[1]), product, x[2], divisor, up);
    const Quotient128 quotient = divide_wide(e, x, x[2], division);
    if (quotient.fault) e.fault_if(quotient.fault);
    return quotient.value;
}
Value* muldiv_floor(Emitter& e, const Node& node, Operands x) {
    return muldiv(e, node, x, false);
}
Value* muldiv_ceil(Emitter& e, const Node& node, Operands x) {
    return muldiv(e, node, x, true);
}

Value* min(Emitter& e, const Node&, Operands x) {
    return e.smin(x[0], x[1]);
}
Value* max(Emitter& e, const Node&, Operands x) {
    return e.smax(x[0], x[1]);
}
Value* eq(Emitter& e, const Node&, Operands x) {
    return e.b.CreateICmpEQ(x[0], x[1]);
}
Value* lt(Emitter& e, const Node&, Operands x) {
    return e.b.CreateICmpSLT(x[0], x[1]);
}
Value* le(Emitter& e, const Node&, Operands x) {
    return e.b.CreateICmpSLE(x[0], x[1]);
}
Value* both(Emitter& e, const Node&, Operands x) {
    return e.b.CreateAnd(x[0], x[1]);
}
Value* either(Emitter& e, const Node&, Operands x) {
    return e.b.CreateOr(x[0], x[1]);
}
Value* negate(Emitter& e, const Node&, Operands x) {
    return e.b.CreateNot(x[0]);
}
Value* select(Emitter& e, const Node&, Operands x) {
    return e.b.CreateSelect(x[0], x[1], x[2]);
}
Value* select_real(Emitter& e, const Node&, Operands x) {
    return e.b.CreateSelect(x[0], x[1], x[2]);
}
Value* select_bool(Emitter& e, const Node&, Operands x) {
    return e.b.CreateSelect(x[0], x[1], x[2]);
}
Value* to_int(Emitter& e, const Node&, Operands x) {
    return e.b.CreateZExt(x[0], e.b.getInt64Ty());
}

Value* real(Emitter& e, double value) {
    return llvm::ConstantFP::get(e.b.getDoubleTy(), value);
}
Value* to_real(Emitter& e, const Node&, Operands x) {
    return e.b.CreateSIToFP(x[0], e.b.getDoubleTy());
}
Value* to_int_floor(Emitter& e, const Node&, Operands x) {
    auto& b = e.b;
    constexpr double kLimit = 9223372036854775808.0;  // 2^63
    Value* inside = b.CreateAnd(b.CreateFCmpOGE(x[0], real(e, -kLimit)), b.CreateFCmpOLT(x[0], real(e, kLimit)));
    e.fault_if(b.CreateNot(inside));
    Value* safe = b.CreateSelect(inside, x[0], real(e, 0));
    Value* toward_zero = b.CreateFPToSI(safe, b.getInt64Ty());
    Value* above = b.CreateFCmpOLT(safe, b.CreateSIToFP(toward_zero, b.getDoubleTy()));
    return b.CreateSub(toward_zero, b.CreateZExt(above, b.getInt64Ty()));
}
Value* add_real(Emitter& e, const Node&, Operands x) {
    return e.b.CreateFAdd(x[0], x[1]);
}
Value* sub_real(Emitter& e, const Node&, Operands x) {
    return e.b.CreateFSub(x[0], x[1]);
}
Value* mul_real(Emitter& e, const Node&, Operands x) {
    return e.b.CreateFMul(x[0], x[1]);
}
Value* div_real(Emitter& e, const Node&, Operands x) {
    return e.b.CreateFDiv(x[0], x[1]);
}
Value* sqrt_real(Emitter& e, const Node&, Operands x) {
    return e.b.CreateUnaryIntrinsic(llvm::Intrinsic::sqrt, x[0]);
}
Value* lt_real(Emitter& e, const Node&, Operands x) {
    return e.b.CreateFCmpOLT(x[0], x[1]);
}
Value* finite(Emitter& e, const Node&, Operands x) {
    Value* size = e.b.CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x[0]);
    return e.b.CreateFCmpOLE(size, real(e, std::numeric_limits<double>::max()));
}

Value* mix(Emitter& e, Value* x) {
    auto& b = e.b;
    x = b.CreateAdd(x, b.getInt64(0x9e3779b97f4a7c15));
    x = b.CreateMul(b.CreateXor(x, b.CreateLShr(x, 30)), b.getInt64(0xbf58476d1ce4e5b9));
    x = b.CreateMul(b.CreateXor(x, b.CreateLShr(x, 27)), b.getInt64(0x94d049bb133111eb));
    return b.CreateXor(x, b.CreateLShr(x, 31));
}
Value* hash(Emitter& e, const Node& node, Operands x) {
    auto& b = e.b;
    Value* seed = b.getInt64(plan::reference::mix(static_cast<uint64_t>(node.immediate)));
    Value* mixed = mix(e, b.CreateXor(mix(e, b.CreateXor(seed, x[0])), x[1]));
    return b.CreateLShr(mixed, 32);
}

Value* lookup(Emitter& e, const Node& node, Operands x) {
    auto& b = e.b;
    constexpr int kShift = plan::reference::kTableShift;
    constexpr int64_t kEnd = int64_t{1} << 32;
    Value* at = x[0];
    if (e.faulted() || e.range(node, 0).low < 0) at = e.smax(at, e.integer(0));
    if (e.faulted() || e.range(node, 0).high > kEnd) at = e.smin(at, e.integer(kEnd));
    Value* index = e.smin(b.CreateLShr(at, kShift), e.integer(step::kTableIntervals - 1));
    Value* part = b.CreateSub(at, b.CreateShl(index, kShift));
    Value* first = b.CreateInBoundsGEP(b.getInt64Ty(), e.table(node.immediate), index);
    Value* low = b.CreateLoad(b.getInt64Ty(), first);
    Value* high = b.CreateLoad(b.getInt64Ty(), b.CreateConstInBoundsGEP1_64(b.getInt64Ty(), first, 1));
    Value* absent =
        b.CreateOr(b.CreateICmpEQ(low, e.integer(step::kAbsent)), b.CreateICmpEQ(high, e.integer(step::kAbsent)));
    // (high - low) × part ÷ 2^k, the two halves of the entries apart: modulo 2^64, as the sum is.
    const auto upper = [&](Value* entry) { return b.CreateAShr(entry, kShift); };
    const auto lower = [&](Value* entry) { return b.CreateAnd(entry, e.integer((int64_t{1} << kShift) - 1)); };
    Value* whole = b.CreateMul(b.CreateSub(upper(high), upper(low)), part);
    Value* rest = b.CreateAShr(b.CreateMul(b.CreateSub(lower(high), lower(low)), part), kShift);
    Value* sum = b.CreateAdd(low, b.CreateAdd(whole, rest));
    return b.CreateSelect(absent, e.integer(step::kAbsent), sum);
}

size_t cell(const Node& node) {
    return static_cast<size_t>(node.immediate);
}
Value* read(Emitter& e, const Node& node, Operands) {
    return lower_read(e, cell(node));
}
Value* read_at(Emitter& e, const Node& node, Operands x) {
    return lower_read_at(e, cell(node), x[0]);
}
Value* read_with(Emitter& e, const Node& node, Operands x) {
    return lower_read_with(e, cell(node), x[0]);
}
Value* cell_wake(Emitter& e, const Node& node, Operands) {
    const plan::Cell& memory = e.plan().cells[cell(node)];
    Value* wake = lower_wake(e, cell(node), e.value_of(memory.value));
    if (memory.active == plan::kNoNode) return wake;
    return e.b.CreateSelect(e.value_of(memory.active), wake, e.integer(step::kNever));
}

}  // namespace lower

constexpr std::array kLowerings = {
#define WEIR_OP(name, result, operands, immediate) Lowering{lower::name},
#include "compiler/plan/ops.def"
#undef WEIR_OP
};

}  // namespace

Lowering lowering_of(plan::Op op) {
    return kLowerings[static_cast<size_t>(op)];
}

}  // namespace weir::native
