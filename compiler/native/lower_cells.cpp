// The LLVM lowering of the cells, one struct per row of cells.def: what `compiler/plan/cells.cpp` does, inline.
// Crossing a grid boundary is rare and stays with the reference code.
#include <array>
#include <cstddef>

#include "compiler/native/emitter.h"
#include "compiler/native/runtime.h"

namespace weir::native {
namespace {

using llvm::Value;
using step::kAbsent;
using step::kNever;

Value* is_absent(Emitter& e, Value* value) {
    return e.b.CreateICmpEQ(value, e.integer(kAbsent));
}

struct scalar {
    using W = plan::ScalarWords;
    static Value* read(Emitter& e, size_t cell) { return e.load_word(cell, W::held); }
    static Value* wake(Emitter& e, size_t, Value*) { return e.integer(kNever); }
    static void commit(Emitter& e, size_t cell, Value* value) { e.store_word(cell, W::held, value); }
};

struct ring {
    using W = plan::RingWords;
    static Value* read_at(Emitter& e, size_t cell, Value* index) {
        auto& b = e.b;
        const int64_t buckets = e.plan().cells[cell].buckets;
        Value* outside = b.CreateICmpUGT(index, e.integer(buckets));
        e.fault_if(outside);
        if (!e.strict()) index = b.CreateSelect(outside, e.integer(0), index);
        Value* at = b.CreateSub(e.load_word(cell, W::head), index);
        Value* wrapped = b.CreateAdd(at, e.integer(buckets + 1));
        at = b.CreateSelect(b.CreateICmpSLT(at, e.integer(0)), wrapped, at);
        return b.CreateLoad(b.getInt64Ty(), b.CreateInBoundsGEP(b.getInt64Ty(), e.word(cell, W::samples), at));
    }
    static Value* wake(Emitter& e, size_t cell, Value*) {
        Value* fresh = e.b.CreateICmpSLT(e.load_word(cell, W::head), e.integer(0));
        return e.b.CreateSelect(fresh, e.b.CreateAdd(e.time(), e.integer(1)), e.load_word(cell, W::next));
    }
    static void commit(Emitter& e, size_t cell, Value* value) {
        auto& b = e.b;
        llvm::BasicBlock *fill = e.block("fill"), *done = e.block("filled");
        Value* fresh = b.CreateICmpSLT(e.load_word(cell, W::head), e.integer(0));
        e.store_word(cell, W::held, value);
        e.branch_unlikely(fresh, fill, done);
        b.SetInsertPoint(fill);
        e.call_helper(offsetof(Helpers, commit), b.getVoidTy(),
                      {e.self(), e.state(), e.time(), e.integer(static_cast<int64_t>(cell)), value});
        b.CreateBr(done);
        b.SetInsertPoint(done);
    }
};

struct average {
    using W = plan::AverageWords;
    static Value* read(Emitter& e, size_t cell) { return e.load_word(cell, W::mean); }
    static Value* wake(Emitter& e, size_t cell, Value* value) {
        auto& b = e.b;
        Value* present = b.CreateOr(e.load_word(cell, W::window_present), e.load_word(cell, W::present));
        Value* none = b.CreateAnd(is_absent(e, e.load_word(cell, W::held)), is_absent(e, value));
        Value* empty = b.CreateAnd(b.CreateICmpEQ(present, e.integer(0)), none);
        return b.CreateSelect(empty, e.integer(kNever), e.load_word(cell, W::next));
    }
    static void commit(Emitter& e, size_t cell, Value* value) {
        auto& b = e.b;
        Value* held = e.load_word(cell, W::held);
        llvm::BasicBlock *changed = e.block("changed"), *done = e.block("averaged");
        b.CreateCondBr(b.CreateICmpNE(held, value), changed, done);
        b.SetInsertPoint(changed);
        Value* passed = b.CreateSub(e.time(), e.load_word(cell, W::since));
        passed = b.CreateSelect(is_absent(e, held), e.integer(0), passed);
        Value* integral = e.word(cell, W::integral);
        Value* sum = b.CreateAlignedLoad(b.getInt128Ty(), integral, llvm::Align(8));
        sum = b.CreateAdd(sum, b.CreateMul(e.wide(held), e.wide(passed)));
        b.CreateAlignedStore(sum, integral, llvm::Align(8));
        e.store_word(cell, W::present, b.CreateAdd(e.load_word(cell, W::present), passed));
        e.store_word(cell, W::since, e.time());
        e.store_word(cell, W::held, value);
        b.CreateBr(done);
        b.SetInsertPoint(done);
    }
};

struct Largest {
    static Value* of(Emitter& e, Value* x, Value* y) { return e.smax(x, y); }
};
struct Smallest {
    // One less, wrapping, puts kAbsent above every value.
    static Value* of(Emitter& e, Value* x, Value* y) {
        Value *one = e.integer(1), *least = e.smin(e.b.CreateSub(x, one), e.b.CreateSub(y, one));
        return e.b.CreateAdd(least, one);
    }
};

template <class Join>
struct Extreme {
    using W = plan::ExtremeWords;
    static Value* read_with(Emitter& e, size_t cell, Value* value) {
        return Join::of(e, Join::of(e, e.load_word(cell, W::past), e.load_word(cell, W::current)), value);
    }
    static Value* wake(Emitter& e, size_t cell, Value* value) {
        Value* stays = e.b.CreateICmpEQ(read_with(e, cell, value), value);
        return e.b.CreateSelect(stays, e.integer(kNever), e.load_word(cell, W::next));
    }
    static void commit(Emitter& e, size_t cell, Value* value) {
        e.store_word(cell, W::held, value);
        e.store_word(cell, W::current, Join::of(e, e.load_word(cell, W::current), value));
    }
};
struct highest : Extreme<Largest> {};
struct lowest : Extreme<Smallest> {};

struct ema {
    using W = plan::EmaWords;
    static Value* read(Emitter& e, size_t cell) { return e.load_word(cell, W::mean); }
    static Value* wake(Emitter& e, size_t cell, Value* value) {
        auto& b = e.b;
        Value* mean = e.load_word(cell, W::mean);
        Value* weight = e.wide(e.integer(e.plan().cells[cell].immediate));
        Value* step = b.CreateAShr(b.CreateMul(b.CreateSub(e.wide(value), e.wide(mean)), weight), 32);
        Value* still = b.CreateICmpEQ(step, e.wide(e.integer(0)));
        Value* later = b.CreateSelect(still, e.integer(kNever), e.load_word(cell, W::next));
        Value* soon = b.CreateAdd(e.time(), e.integer(1));
        return b.CreateSelect(is_absent(e, value), e.integer(kNever), b.CreateSelect(is_absent(e, mean), soon, later));
    }
    static void commit(Emitter& e, size_t cell, Value* value) {
        Value* mean = e.load_word(cell, W::mean);
        e.store_word(cell, W::held, value);
        e.store_word(cell, W::mean, e.b.CreateSelect(is_absent(e, mean), value, mean));
    }
};

struct debounce {
    using W = plan::DebounceWords;
    static Value* holds(Emitter& e, Value* value) { return e.b.CreateICmpSGT(value, e.integer(0)); }
    static Value* since(Emitter& e, size_t cell) { return e.smin(e.load_word(cell, W::since), e.time()); }
    static Value* passed(Emitter& e, size_t cell) {
        Value* time = e.b.CreateSub(e.time(), since(e, cell));
        return e.b.CreateICmpSGE(time, e.integer(e.plan().cells[cell].grid_ns));
    }
    static Value* read_with(Emitter& e, size_t cell, Value* value) {
        return e.b.CreateZExt(e.b.CreateAnd(holds(e, value), passed(e, cell)), e.b.getInt64Ty());
    }
    static Value* wake(Emitter& e, size_t cell, Value* value) {
        auto& b = e.b;
        Value* due = b.CreateAdd(since(e, cell), e.integer(e.plan().cells[cell].grid_ns));
        Value* pending = b.CreateAnd(holds(e, value), b.CreateNot(passed(e, cell)));
        return b.CreateSelect(pending, due, e.integer(kNever));
    }
    static void commit(Emitter& e, size_t cell, Value* value) {
        e.store_word(cell, W::since, e.b.CreateSelect(holds(e, value), since(e, cell), e.integer(kNever)));
    }
};

struct Kind {
    Value* (*read)(Emitter&, size_t) = nullptr;
    Value* (*read_at)(Emitter&, size_t, Value*) = nullptr;
    Value* (*read_with)(Emitter&, size_t, Value*) = nullptr;
    Value* (*wake)(Emitter&, size_t, Value*);
    void (*commit)(Emitter&, size_t, Value*);
};

template <class K, plan::CellKind kKind>
constexpr Kind kind_of() {
    Kind kind{nullptr, nullptr, nullptr, K::wake, K::commit};
    if constexpr (plan::reader_of(kKind) == plan::Op::read) kind.read = K::read;
    if constexpr (plan::reader_of(kKind) == plan::Op::read_at) kind.read_at = K::read_at;
    if constexpr (plan::reader_of(kKind) == plan::Op::read_with) kind.read_with = K::read_with;
    return kind;
}

constexpr std::array kKinds = {
#define WEIR_CELL(kind) kind_of<kind, plan::CellKind::kind>(),
#include "compiler/plan/cells.def"
#undef WEIR_CELL
};
const Kind& of(Emitter& e, size_t cell) {
    return kKinds[static_cast<size_t>(e.plan().cells[cell].kind)];
}

}  // namespace

Value* lower_read(Emitter& e, size_t cell) {
    return of(e, cell).read(e, cell);
}
Value* lower_read_at(Emitter& e, size_t cell, Value* index) {
    return of(e, cell).read_at(e, cell, index);
}
Value* lower_read_with(Emitter& e, size_t cell, Value* value) {
    return of(e, cell).read_with(e, cell, value);
}
Value* lower_wake(Emitter& e, size_t cell, Value* value) {
    return of(e, cell).wake(e, cell, value);
}
void lower_commit(Emitter& e, size_t cell, Value* value) {
    of(e, cell).commit(e, cell, value);
}

}  // namespace weir::native
