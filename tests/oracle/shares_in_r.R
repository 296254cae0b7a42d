# What docs/shares-in-r.md says, run on a passages_for_regression.csv: means of pseudo-outcomes per
# actor with robust and clustered errors, and a contrast of two actors.
# Made with R 4.2.2 and sandwich 3.0-2. Run: Rscript tests/oracle/shares_in_r.R FILE DSL_COLUMN
library(sandwich)
arguments <- commandArgs(trailingOnly = TRUE)
passages <- read.csv(arguments[1])
passages$y <- passages[[arguments[2]]]
passages <- passages[!is.na(passages$y), ]

fit <- lm(y ~ 0 + actor, data = passages, weights = weight)
robust <- sqrt(diag(vcovHC(fit, type = "HC0")))
clustered <- sqrt(diag(vcovCL(fit, cluster = passages$cluster, type = "HC0", cadjust = FALSE)))
print(round(cbind(share = coef(fit), robust, clustered), 6))

contrast <- lm(y ~ actor, data = passages, weights = weight)
v <- vcovCL(contrast, cluster = passages$cluster, type = "HC0", cadjust = FALSE)
print(round(cbind(estimate = coef(contrast), clustered = sqrt(diag(v)))[-1, , drop = FALSE], 6))
