#include "ide/durations.h"

#include <array>
#include <string_view>

namespace weir::ide {

std::string duration_text(int64_t nanoseconds) {
    if (nanoseconds < 0) return "-" + duration_text(-nanoseconds);
    struct Unit {
        int64_t length;
        std::string_view name;
    };
    constexpr std::array kUnits{Unit{86'400'000'000'000, "d"},
                                Unit{3'600'000'000'000, "h"},
                                Unit{60'000'000'000, "min"},
                                Unit{1'000'000'000, "s"},
                                Unit{1'000'000, "ms"},
                                Unit{1'000, "us"},
                                Unit{1, "ns"}};
    std::string text;
    for (const Unit& unit : kUnits) {
        if (nanoseconds < unit.length) continue;
        text += (text.empty() ? "" : " ") + std::to_string(nanoseconds / unit.length) + " " + std::string(unit.name);
        nanoseconds %= unit.length;
    }
    return text.empty() ? "0 s" : text;
}

}  // namespace weir::ide
