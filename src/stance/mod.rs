//! The stance model: fit, calibrate, predict, explain.
