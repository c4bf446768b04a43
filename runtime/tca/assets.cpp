#include "runtime/tca/assets.h"

#include <array>

namespace weir::tca {
namespace {

struct Asset {
    std::string_view name, text;
};
constexpr std::array<Asset, 3> kAssets{{
#include "assets.inc"
}};

}  // namespace

const std::string_view kChartJs = kAssets[0].text;
const std::string_view kPageStyle = kAssets[1].text;
const std::string_view kPageScript = kAssets[2].text;

}  // namespace weir::tca
