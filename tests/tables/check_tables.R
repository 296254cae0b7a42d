# Checks that readr loads every table of a folder with the types of its schema.
#
# Usage: Rscript tests/tables/check_tables.R FOLDER...
# Each FOLDER holds a datapackage.json. Of every table there it checks that readr, given the types of
# the schema, meets no parsing problem, finds the columns in their order and as many rows and filled
# fields in each as R's own reader of text, and keeps texts as they stand.

suppressPackageStartupMessages({
  library(jsonlite)
  library(readr)
})

types <- list(
  string = col_character(), integer = col_integer(), number = col_double(), boolean = col_logical()
)

# A table as docs/loading-tables.md says to read it.
read_table <- function(folder, resource) {
  fields <- resource$schema$fields
  columns <- lapply(fields, function(field) types[[field$type]])
  names(columns) <- vapply(fields, function(field) field$name, "")
  read_csv(
    file.path(folder, resource$path), col_types = do.call(cols, columns), na = "",
    trim_ws = FALSE, progress = FALSE
  )
}

check_table <- function(folder, resource) {
  table <- read_table(folder, resource)
  fields <- resource$schema$fields
  plain <- read.csv(
    file.path(folder, resource$path), colClasses = "character", na.strings = NULL,
    check.names = FALSE, encoding = "UTF-8", blank.lines.skip = FALSE
  )
  faults <- character()
  if (nrow(problems(table)) > 0) {
    faults <- c(faults, sprintf("%d parsing problems", nrow(problems(table))))
  }
  if (!identical(names(table), vapply(fields, function(field) field$name, ""))) {
    faults <- c(faults, "other columns than described")
  }
  if (nrow(table) != nrow(plain)) {
    return(c(faults, sprintf("%d rows, not %d", nrow(table), nrow(plain))))
  }
  for (field in fields) {
    values <- table[[field$name]]
    text <- plain[[field$name]]
    if (!identical(is.na(values), text == "")) {
      faults <- c(faults, paste(field$name, "is missing where it is not empty, or the reverse"))
    }
    if (field$type == "string" && !identical(values[!is.na(values)], text[text != ""])) {
      faults <- c(faults, paste(field$name, "has other texts"))
    }
    allowed <- unlist(field$constraints$enum)
    if (!is.null(allowed) && !all(values[!is.na(values)] %in% allowed)) {
      faults <- c(faults, paste(field$name, "has a value that is not allowed"))
    }
  }
  faults
}

n_faults <- 0
for (folder in commandArgs(trailingOnly = TRUE)) {
  package <- fromJSON(file.path(folder, "datapackage.json"), simplifyVector = FALSE)
  n_columns <- 0
  for (resource in package$resources) {
    faults <- check_table(folder, resource)
    n_columns <- n_columns + length(resource$schema$fields)
    n_faults <- n_faults + length(faults)
    for (fault in faults) cat(sprintf("  %s: %s\n", resource$path, fault))
  }
  cat(sprintf("%s: %d tables, %d columns read by readr\n", folder, length(package$resources), n_columns))
}
quit(status = if (n_faults == 0 && length(commandArgs(trailingOnly = TRUE)) > 0) 0 else 1)
