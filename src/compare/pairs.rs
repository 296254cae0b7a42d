//! What is done for every pair of actors, and how p-values of a family are adjusted.

use super::Inference;
use super::actors::{ActorShares, RoleActors};
use crate::metrics::{benjamini_hochberg, holm};

/// The p-values of a row among those of its family.
#[derive(Debug, Clone, Copy)]
pub(super) struct Adjusted {
    /// By Holm's method; `None` where the row has no p-value.
    pub(super) p_holm: Option<f64>,
    /// By Benjamini and Hochberg's method; `None` where the row has no p-value.
    pub(super) q_bh: Option<f64>,
    /// Rows of the family that have a p-value.
    pub(super) n_in_family: usize,
}

/// The rows that `compare` makes of each pair of actors, by role and inference. The rows of one
/// role and inference are a family: `adjust` gets each with its adjusted p-values.
pub(super) fn rows_of_pairs<T>(
    roles: &[RoleActors],
    compare: impl Fn(&RoleActors, [&ActorShares; 2], Inference) -> Vec<T>,
    p: impl Fn(&T) -> Option<f64>,
    adjust: impl Fn(&mut T, Adjusted),
) -> Vec<T> {
    let mut rows = Vec::new();
    for role in roles {
        for inference in Inference::ALL {
            let mut family = Vec::new();
            for (i, a) in role.actors.iter().enumerate() {
                for b in role.actors.iter().skip(i + 1) {
                    family.extend(compare(role, [a, b], inference));
                }
            }
            adjust_family(&mut family, &p, &adjust);
            rows.extend(family);
        }
    }
    rows
}

/// Gives `adjust` each row with its p-value adjusted for the number of those of the family.
pub(super) fn adjust_family<T>(
    family: &mut [T],
    p: impl Fn(&T) -> Option<f64>,
    adjust: impl Fn(&mut T, Adjusted),
) {
    let values: Vec<f64> = family.iter().filter_map(&p).collect();
    let mut adjusted = holm(&values).into_iter().zip(benjamini_hochberg(&values));
    for row in family {
        let own = p(row).and_then(|_| adjusted.next());
        let adjusted = Adjusted {
            p_holm: own.map(|own| own.0),
            q_bh: own.map(|own| own.1),
            n_in_family: values.len(),
        };
        adjust(row, adjusted);
    }
}
