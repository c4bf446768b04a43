// Elementary functions with the same bits on every processor and in every build: schedules are made from them, and the
// same order must have the same schedule everywhere. Each is computed with about 100 bits and rounded once, so that it
// is within 0.51 units in the last place for normal results.
//
// Outside of its domain a function is not a number, as in <cmath>; too large a result is infinite.
#pragma once

namespace weir::models {

double exp(double x);
double expm1(double x);  // e^x − 1, accurate where x is small
double log(double x);
double log1p(double x);  // log(1 + x), accurate where x is small
double sinh(double x);
double cosh(double x);
double asinh(double x);
double acosh(double x);

/// sinh(u·x) / sinh(x) for x >= 0 and 0 <= u <= 1, without overflow; its limit for small x is u. Within a few units in
/// the last place.
double sinh_ratio(double u, double x);

}  // namespace weir::models
