// Models of execution cost, and the schedules that follow from them. docs/models.md has the formulas and their sources.
//
//   almgren_chriss.h  the schedule of least cost and risk, its expected cost and variance, the efficient frontier
//   trade_program.h   the same problem with limits on each trade: a convex quadratic program, solved exactly
//   lots.h            trades in whole lots that sum to the order
//   shortfall.h       the table of `schedule shortfall(…)`, for the engine
//   elementary.h      exp, log, sinh and the like with the same bits on every processor
#pragma once

#include "runtime/models/almgren_chriss.h"
#include "runtime/models/elementary.h"
#include "runtime/models/lots.h"
#include "runtime/models/shortfall.h"
#include "runtime/models/trade_program.h"
