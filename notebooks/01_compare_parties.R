# How the parties of the seed documents frame EU asylum policy: 01_compare_parties.ipynb with readr and
# ggplot2.
#
# Usage: Rscript notebooks/01_compare_parties.R [FOLDER] [TABLES]
# Draws the shares of stances per actor as PNG and PDF into FOLDER (default: a temporary one) from the
# tables in TABLES (default: data/labelled), which `standpunt run` or `standpunt compare` wrote.
# Debian and Ubuntu: apt install r-base-core r-cran-readr r-cran-ggplot2 r-cran-jsonlite
#
# The shares are estimates, and the counts of predicted labels stand beside them, because a classifier
# errs more for one actor than for another and no interval repairs a count. `status` tells what an
# estimate rests on: `census` where every passage is coded, as in these five documents. Five chosen
# documents say nothing of how parties stand on asylum policy elsewhere, and the codes were given by
# language models and not checked by a human expert.

suppressPackageStartupMessages({
  library(ggplot2)
  library(jsonlite)
  library(readr)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
root <- if (length(script) > 0) dirname(dirname(normalizePath(script))) else "."
arguments <- commandArgs(trailingOnly = TRUE)
figures <- if (length(arguments) > 0) arguments[[1]] else tempfile("figures-")
tables <- if (length(arguments) > 1) arguments[[2]] else file.path(root, "data", "labelled")
dir.create(figures, showWarnings = FALSE, recursive = TRUE)

package <- fromJSON(file.path(tables, "datapackage.json"), simplifyVector = FALSE)
types <- list(
  string = col_character(), integer = col_integer(), number = col_double(), boolean = col_logical()
)

# A table with the types of its schema; nothing but an empty field is missing.
read_table <- function(name) {
  resource <- Filter(function(resource) resource$path == name, package$resources)[[1]]
  fields <- resource$schema$fields
  columns <- lapply(fields, function(field) types[[field$type]])
  names(columns) <- vapply(fields, function(field) field$name, "")
  table <- read_csv(
    file.path(tables, name), col_types = do.call(cols, columns), na = "", trim_ws = FALSE, progress = FALSE
  )
  stopifnot(nrow(problems(table)) == 0)
  table
}

options(width = 120)

# How far to trust the labels: macro-F1 of models that had not seen the passages they label, with 95 %
# intervals over groups of passages that are not independent.
scores <- read_table("evaluation.csv")
macro <- subset(scores, metric == "macro_f1" & is.na(stance) & estimator %in% c("model", "seed_words", "majority_class"))
print(as.data.frame(macro[c("split", "estimator", "estimate", "conf_low", "conf_high", "n", "n_groups")]), digits = 3)
warnings <- read_table("warnings.csv")
writeLines(strwrap(paste("-", warnings$message), width = 100, exdent = 2))

# Shares of all passages, estimated and counted. Questions are the parties', answers and letters the
# cabinet's: only rows of one role are comparable.
shares <- read_table("stance_by_actor.csv")
shares <- subset(
  shares,
  denominator == "passages" & inference == "corpus" & actor != "all" & role %in% c("question", "answer", "letter")
)
stances <- unique(shares$stance)
sums <- tapply(shares$raw_share, paste(shares$actor, shares$role), sum)
stopifnot(all(abs(sums - 1) < 1e-3))

# Colours of the stances from the codebook, in its order; shapes, so that the figure can be read in grey.
codebook <- readLines(file.path(root, "data", "codebook.toml"), encoding = "UTF-8")
lines <- grep("^colour = ", codebook, value = TRUE)
colours <- setNames(gsub("^colour = \"|\".*$", "", lines), stances)
shapes <- setNames(c(16, 15, 17, 18), stances)
sizes <- setNames(c(2.6, 2.6, 2.6, 3.6), stances)

shares$stance <- factor(shares$stance, levels = stances)
label <- sprintf("%s, %s (n = %d, %d coded)", shares$actor, shares$role, shares$n_passages, shares$n_coded)
shares$label <- factor(label, levels = rev(unique(label[order(shares$role, shares$actor)])))
estimated <- subset(shares, !is.na(estimate))
intervals <- subset(shares, !is.na(conf_low))

figure <- ggplot(shares, aes(y = label)) +
  geom_segment(
    data = intervals, aes(x = conf_low, xend = conf_high, yend = label, colour = stance), linewidth = 0.8
  ) +
  geom_point(aes(x = raw_share), shape = 1, size = 2.2, colour = "grey35", position = position_nudge(y = -0.22)) +
  geom_point(data = estimated, aes(x = estimate, colour = stance, shape = stance, size = stance)) +
  facet_wrap(~stance, nrow = 1) +
  scale_colour_manual(values = colours, guide = "none") +
  scale_shape_manual(values = shapes, guide = "none") +
  scale_size_manual(values = sizes, guide = "none") +
  scale_x_continuous(limits = c(0, 1), breaks = c(0, 0.5, 1)) +
  labs(
    title = "Shares of stances in five documents",
    subtitle = sprintf(
      "Full: estimate, with its 95 %% interval where one is drawn (%s; codes: %s). Hollow: predicted labels, counted.",
      paste(unique(estimated$status), collapse = ", "), shares$reference_standard[[1]]
    ),
    caption = "A census has no interval: every passage of these documents is coded. It says nothing of other documents.",
    x = "share of passages (0 to 1)", y = NULL
  ) +
  theme_bw(base_size = 10) +
  theme(
    panel.grid.minor = element_blank(), panel.spacing.x = unit(10, "pt"), plot.title.position = "plot",
    plot.subtitle = element_text(size = 8), plot.caption = element_text(size = 8), strip.background = element_blank()
  )
ggsave(file.path(figures, "shares_by_actor.png"), figure, width = 10, height = 4.2, dpi = 150)
ggsave(file.path(figures, "shares_by_actor.pdf"), figure, width = 10, height = 4.2)

# The passages behind a mark: three that the model is most sure of, for one actor and stance.
passages <- read_table("labelled.csv")
rows <- subset(passages, actor == "Volt" & predicted_stance == "rights-safeguard")
rows <- head(rows[order(-rows$prob_rights_safeguard), ], 3)
for (i in seq_len(nrow(rows))) {
  cat(sprintf("\n%s (%.2f)\n", rows$passage_id[[i]], rows$prob_rights_safeguard[[i]]))
  writeLines(strwrap(rows$text[[i]], width = 100, indent = 2, exdent = 2))
}
cat(sprintf("\nfigures in %s\n", figures))
