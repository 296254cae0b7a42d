//! What the columns of the tables of framing terms hold.

use super::tasks::{ALL_ROLES, NO_ROLE};
use crate::corpus::Role;
use crate::table::Column;

pub(super) fn term_columns() -> Vec<Column> {
    let roles: Vec<&str> = Role::ALL
        .map(Role::as_str)
        .into_iter()
        .chain([NO_ROLE, ALL_ROLES])
        .collect();
    vec![
        Column::text(
            "role",
            "What the speakers do; `all` for all roles together: of actors only where they share \
             no role, so that ways of asking and of answering differ too.",
        )
        .one_of(&roles)
        .required(),
        Column::text("used_more_by", "The side that uses the term more."),
        Column::count("rank", "Its place on this side, by the size of z.").at_least(1.0),
        Column::text("term", "The stem of a word, or of two in a row."),
        Column::text(
            "surface_forms",
            "How it most often stands in the corpus, at most three forms, divided by `; `.",
        ),
        Column::text(
            "status",
            "claim: q_bh is at most 0.05 or the level that was set; exploratory: it is not; \
             descriptive: stances that nobody coded are compared, so that the term echoes what the \
             model goes by, without interval and q_bh; no term: none stands out; not estimable: a side \
             has too little text.",
        )
        .one_of(&["claim", "exploratory", "descriptive", "no term", "not estimable"])
        .required(),
        Column::text("not_estimable_because", "Which side lacks what."),
    ]
}

pub(super) fn estimate_columns() -> Vec<Column> {
    let per_10_000 = "per 10,000 words";
    vec![
        Column::number(
            "delta",
            "The log-odds ratio of the term: weighted mean over the policy instruments of which \
             both sides speak.",
        )
        .in_unit("log-odds"),
        Column::number(
            "std_error",
            "Its standard error, if words were independent.",
        )
        .in_unit("log-odds")
        .at_least(0.0),
        Column::number("z", "delta / std_error: a rank, no test."),
        Column::number("z_prior_tenth", "z with a tenth of prior_mass."),
        Column::number("z_prior_double", "z with twice prior_mass."),
        Column::number("conf_low", "Lower end of the interval of delta.").in_unit("log-odds"),
        Column::number("conf_high", "Upper end of the interval of delta.").in_unit("log-odds"),
        Column::share("conf_level", "The level of the interval."),
        Column::share(
            "p",
            "Two-sided, that delta is 0; at least 2 / (n_resamples + 1).",
        ),
        Column::share("q_bh", "p, adjusted for n_terms_tested."),
        Column::number(
            "delta_unstratified",
            "The log-odds ratio, instruments put together.",
        )
        .in_unit("log-odds"),
        Column::number("z_unstratified", "Its z."),
        Column::number(
            "g2",
            "Keyness: log-likelihood ratio over four cells, with sign.",
        ),
        Column::number(
            "log2_ratio",
            "The logarithm to base 2 of the ratio of the rates, ½ in place of no occurrence.",
        ),
        Column::number("rate", "Occurrences on the first side.")
            .in_unit(per_10_000)
            .at_least(0.0),
        Column::number("rate_other", "Occurrences on the other side.")
            .in_unit(per_10_000)
            .at_least(0.0),
    ]
}

pub(super) fn size_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::count("n_occurrences", "Occurrences on the first side."),
        Column::count("n_occurrences_other", "Occurrences on the other side."),
        Column::count("n_documents", "Documents in which the term occurs."),
        Column::count("n_groups", "Groups in which it occurs."),
        Column::count("n_groups_more", "Those of the side that uses it more."),
        Column::count("n_actors", "Actors who use it, counted on each side."),
        Column::count(
            "n_strata",
            "Policy instruments (none counts as one) of which both sides speak and in which it \
             occurs: delta is their mean.",
        ),
    ];
    for (suffix, side) in [("", "first"), ("_other", "other")] {
        let count = |what: &str, text: &str| {
            Column::count(
                format!("{what}_side{suffix}"),
                format!("{text} of the {side} side."),
            )
            .required()
        };
        columns.extend([
            count(
                "n_words",
                "Words that are neither name, number, single letter nor word of procedure,",
            ),
            count("n_passages", "Passages, copies left out,"),
            count("n_groups", "Groups"),
            count("n_documents", "Documents"),
            Column::share(
                format!("stratum_share{suffix}"),
                format!(
                    "Share of the words of the {side} side in instruments of which both sides \
                     speak: what delta rests on."
                ),
            )
            .required(),
        ]);
    }
    columns.extend([
        Column::number(
            "prior_mass",
            "What the prior of delta is worth: in each instrument of which both sides speak half \
             the mean size of the sides there, at most 500 or what was set; here their sum.",
        )
        .in_unit("words")
        .at_least(0.0)
        .required(),
        Column::number(
            "prior_mass_unstratified",
            "What the prior of delta_unstratified is worth.",
        )
        .in_unit("words")
        .at_least(0.0)
        .required(),
        Column::count("n_terms_tested", "Terms tested in the comparison.").required(),
        Column::count(
            "n_terms_not_tested",
            "Other terms of the corpus: here in too few groups, or of too few actors.",
        )
        .required(),
        Column::count(
            "n_claims",
            "Tested terms that may be claimed, listed or not.",
        )
        .required(),
    ]);
    columns
}

pub(super) fn stance_source_column() -> Column {
    Column::text(
        "stance_source",
        "Where the stances come from: coded; predicted, so that terms partly repeat what the model \
         goes by; or mixed.",
    )
    .one_of(&["coded", "predicted", "mixed"])
    .required()
}

pub(super) fn origin_columns() -> Vec<Column> {
    vec![
        Column::text("reference_standard", "Who gave the codes.").required(),
        Column::count("n_resamples", "Bootstrap samples behind interval and p.").required(),
        Column::text("method", "How the numbers came about.").required(),
        Column::text("design", "How the documents came to be read.").required(),
    ]
}
