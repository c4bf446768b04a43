#include "runtime/backtest/backtest.h"
#include "runtime/market/curve.h"
#include "runtime/models/shortfall.h"

namespace weir::backtest {

std::string set_usual_tables(engine::Config& config) {
    size_t shortfalls = 0;
    for (const step::TableKind kind : config.program.tables) {
        market::Table table(step::kTableIntervals + 1, step::kAbsent);
        if (kind == step::TableKind::volume_curve) table = market::linear_curve();
        if (kind == step::TableKind::shortfall_curve) {
            auto made = models::shortfall_curve(config.program.shortfalls[shortfalls++],
                                                {.window = since(config.order.end, config.order.start),
                                                 .trading_year = models::trading_year(config.instrument),
                                                 .parameters = config.parameters});
            if (!made) return made.error;
            table = std::move(made.value);
        }
        config.tables.push_back(std::move(table));
    }
    return {};
}

}  // namespace weir::backtest
