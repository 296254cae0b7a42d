//! Shares of stances per actor, and what may be concluded from them although the classifier errs.
//!
//! # What it does
//! A classifier errs, and errs more for one actor than for another, so that counting its labels
//! gives shares that no interval can repair. [`shares`] corrects the mean prediction of all
//! passages by what coders found in a sample that was drawn with known probabilities, for each
//! actor and role, and by instrument, year and document.
//!
//! # Input and output
//! [`LabelledFact`]s in any order → [`Population`], each passage once for its actor and each
//! coding with how it was drawn → [`ShareRow`]s in the order of the table.
//!
//! # Method and source
//! The difference estimator with cross-fitted predictions: [`corrected_shares`]. Variances come
//! from [`Influence`] values: of the draw alone for what this corpus says, of clusters for what
//! actors do beyond it. Where every passage is coded the shares are a census. Codings whose
//! inclusion probability nobody knows enter no estimate; without others a table is descriptive.
//!
//! # What it drops
//! Passages in which an actor repeats itself, and the row says how many; an actor who repeats
//! another one's words keeps them. Predictions for texts that the model was trained on are refused:
//! they repeat what the model was told.

mod actor_recalls;
mod actors;
mod cells;
mod checks;
mod clusters;
mod contrasts;
mod corrected;
mod distances;
mod effective;
mod error;
mod estimate;
mod estimated_cells;
pub mod exchanges;
mod fact;
mod facts;
mod facts_exchanges;
mod facts_order;
mod influence;
mod joint;
mod limits;
mod names;
mod numbered;
mod pair_tables;
mod pairs;
mod passage_source;
mod population;
mod position_tables;
mod positions;
mod power_tuning;
mod rankings;
mod regression_table;
mod sampled;
pub mod scaling;
mod share_batches;
mod shares;
mod shares_table;
#[cfg(test)]
mod tables_tests;
mod tally;
pub mod terms;
#[cfg(test)]
mod test_facts;

pub use actor_recalls::{recalls_schema, write_recalls};
pub use actors::{ActorShares, MeasuredRecall, RecallGap, Recognised, RoleActors, actors_by_role};
pub(crate) use cells::ALL;
pub use cells::{Axis, NO_INSTRUMENT};
pub use checks::Overview;
pub use contrasts::{ContrastRow, contrasts};
pub use corrected::{CorrectedShares, Member, Weighting, corrected_shares, labels_only};
pub use distances::{DistanceRow, distances};
pub use error::CompareError;
pub use estimate::{CellShares, Estimate, Status};
pub use fact::{CompareSettings, Drawn, DrawnStratum, Gold, LabelledFact};
pub use facts::Facts;
pub use influence::{Covariance, Inference, Influence};
pub use joint::JointRule;
pub use limits::LimitRules;
pub use pair_tables::{contrasts_schema, distances_schema, write_contrasts, write_distances};
pub use population::{ClusterUnit, Coded, Entry, Population};
pub use position_tables::{
    orders_schema, positions_schema, rankings_schema, write_orders, write_positions, write_rankings,
};
pub use positions::{PositionRow, Scale, positions};
pub use power_tuning::{TuningPassage, power_tuning};
pub use rankings::{RankedActor, Ranking, rankings};
pub use regression_table::{RegressionRow, RegressionWriter, regression_schema};
pub use sampled::{Coding, DrawnUnit, StratumSize};
pub use shares::{CellCounts, Denominator, ShareRow, shares};
pub use shares_table::{SHARE_TABLES, ShareTable, ShareWriter, share_schema};
