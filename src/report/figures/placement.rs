//! Places for the labels of points, so that no label lies on another, on a point or outside.
//!
//! Labels are placed one after the other, the most telling first. Each tries places around its
//! point, near ones first, and takes the one that crosses the fewest lines; where every place is
//! taken the point goes without. The same points always give the same places. Wordcloud-like
//! optimisation would place a few more and move all when one changes (Christensen, Marks and Shieber
//! 1995 compare such methods; this is their greedy one with more candidates).

use super::canvas::Align;

/// A box on the canvas, in its units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// A label that wants a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wanted {
    /// The point that it names.
    pub(super) point: (f64, f64),
    /// The width of its text.
    pub(super) width: f64,
}

/// What labels must and should keep clear of.
#[derive(Debug, Clone)]
pub(super) struct Room {
    /// Where labels may lie.
    pub(super) area: Area,
    /// The height of a label.
    pub(super) height: f64,
    /// What no label may cover.
    pub(super) taken: Vec<Area>,
    /// Lines that labels should rather not cross.
    pub(super) lines: Vec<Area>,
}

/// A label in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// The box of its text.
    pub(super) area: Area,
    /// The side of the box that its text keeps to, so that it stays near its point in every font.
    pub(super) align: Align,
    /// Where a line leads from the box to its point, if it lies apart from it.
    pub(super) leader: Option<[(f64, f64); 2]>,
}

/// Space between a point's middle and its label.
const NEAR: f64 = 13.0;
/// How far labels may lie from their points, in steps.
const DISTANCES: [f64; 5] = [NEAR, 30.0, 50.0, 75.0, 105.0];
/// Space around a label.
const PAD: f64 = 3.0;
/// What a step away from the point costs, in crossed lines.
const STEP_COST: f64 = 1.5;

impl Area {
    /// Whether two boxes share more than an edge.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn holds(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The point of the box that lies nearest.
    fn nearest(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            x.clamp(self.left, self.right),
            y.clamp(self.top, self.bottom),
        )
    }

    /// Whether a straight line passes through (Liang and Barsky 1984).
    fn is_crossed_by(&self, [from, to]: [(f64, f64); 2]) -> bool {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let mut enter: f64 = 0.0;
        let mut leave: f64 = 1.0;
        for (direction, room) in [
            (-dx, from.0 - self.left),
            (dx, self.right - from.0),
            (-dy, from.1 - self.top),
            (dy, self.bottom - from.1),
        ] {
            if direction.abs() < f64::EPSILON {
                if room < 0.0 {
                    return false;
                }
            } else if direction < 0.0 {
                enter = enter.max(room / direction);
            } else {
                leave = leave.min(room / direction);
            }
        }
        enter < leave
    }
}

/// The place of each label, in the order given; `None` where there is no room.
pub(super) fn place_labels(room: &Room, wanted: &[Wanted]) -> Vec<Option<Placed>> {
    let mut placed: Vec<Option<Placed>> = Vec::with_capacity(wanted.len());
    for want in wanted {
        let mut best: Option<(f64, Placed)> = None;
        for (cost, candidate) in candidates(*want, room.height) {
            let is_better = |cost: f64| best.is_none_or(|(least, _)| cost < least);
            if !is_better(cost) || !is_free(room, &placed, &candidate, want.point) {
                continue;
            }
            let crossed = room.lines.iter().filter(|line| line.meets(&candidate.area));
            let cost = cost + crossed.count() as f64;
            if is_better(cost) {
                best = Some((cost, candidate));
            }
        }
        placed.push(best.map(|(_, candidate)| candidate));
    }
    placed
}

/// Places around a point with what they cost before lines are counted.
fn candidates(want: Wanted, height: f64) -> Vec<(f64, Placed)> {
    let (x, y) = want.point;
    let mut all = Vec::new();
    for (ring, distance) in DISTANCES.into_iter().enumerate() {
        let (half_w, half_h) = (want.width / 2.0, height / 2.0);
        let (aside, above) = (distance + half_w, distance + half_h);
        let slant = distance * 0.75;
        let middles = [
            (aside, 0.0),
            (-aside, 0.0),
            (slant + half_w, -slant - half_h),
            (slant + half_w, slant + half_h),
            (-slant - half_w, -slant - half_h),
            (-slant - half_w, slant + half_h),
            (0.0, -above),
            (0.0, above),
        ];
        // From far above or below, the line to the point would lie on the point's own whisker.
        let n = if ring == 0 { 8 } else { 6 };
        for (place, (dx, dy)) in middles.into_iter().take(n).enumerate() {
            let area = Area {
                left: x + dx - half_w,
                right: x + dx + half_w,
                top: y + dy - half_h,
                bottom: y + dy + half_h,
            };
            let leader = (ring > 0).then(|| [area.nearest(want.point), want.point]);
            let cost = ring as f64 * STEP_COST + place as f64 * 0.05;
            let align = if dx > 0.0 {
                Align::Left
            } else if dx < 0.0 {
                Align::Right
            } else {
                Align::Centre
            };
            all.push((
                cost,
                Placed {
                    area,
                    align,
                    leader,
                },
            ));
        }
    }
    all
}

fn is_free(room: &Room, placed: &[Option<Placed>], candidate: &Placed, point: (f64, f64)) -> bool {
    let padded = candidate.area.grown(PAD);
    if !room.area.holds(&candidate.area) || room.taken.iter().any(|taken| taken.meets(&padded)) {
        return false;
    }
    let crosses_point = |leader| {
        let others = room.taken.iter().filter(|taken| {
            !(taken.left <= point.0
                && point.0 <= taken.right
                && taken.top <= point.1
                && point.1 <= taken.bottom)
        });
        others.into_iter().any(|taken| taken.is_crossed_by(leader))
    };
    if candidate.leader.is_some_and(crosses_point) {
        return false;
    }
    placed.iter().flatten().all(|other| {
        !other.area.meets(&padded)
            && !other.leader.is_some_and(|line| padded.is_crossed_by(line))
            && !candidate
                .leader
                .is_some_and(|line| other.area.grown(PAD).is_crossed_by(line))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const AREA: Area = Area {
        left: 0.0,
        top: 0.0,
        right: 1000.0,
        bottom: 600.0,
    };

    fn room(points: &[(f64, f64)]) -> Room {
        let around = |&(x, y): &(f64, f64)| Area {
            left: x - 8.0,
            right: x + 8.0,
            top: y - 8.0,
            bottom: y + 8.0,
        };
        Room {
            area: AREA,
            height: 26.0,
            taken: points.iter().map(around).collect(),
            lines: Vec::new(),
        }
    }

    #[test]
    fn a_lone_label_stands_right_of_its_point_and_left_of_it_at_the_edge() {
        let want = |x| Wanted {
            point: (x, 300.0),
            width: 100.0,
        };
        // 13 right of 500, 100 wide, 26 high around 300.
        let placed = place_labels(&room(&[(500.0, 300.0)]), &[want(500.0)]);
        let expected = Area {
            left: 513.0,
            right: 613.0,
            top: 287.0,
            bottom: 313.0,
        };
        assert_eq!(
            placed,
            [Some(Placed {
                area: expected,
                align: Align::Left,
                leader: None
            })]
        );
        // Right of 950 there are only 50 units left: 13 left of it.
        let placed = place_labels(&room(&[(950.0, 300.0)]), &[want(950.0)]);
        assert!((placed[0].unwrap().area.right - 937.0).abs() < 1e-9);
    }

    #[test]
    fn a_line_is_avoided_where_another_place_is_as_near() {
        let mut room = room(&[(500.0, 300.0)]);
        room.lines.push(Area {
            left: 550.0,
            right: 552.0,
            top: 0.0,
            bottom: 600.0,
        });
        let want = Wanted {
            point: (500.0, 300.0),
            width: 100.0,
        };
        let placed = place_labels(&room, &[want]);
        assert!((placed[0].unwrap().area.right - 487.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn no_label_lies_on_another_on_a_point_or_outside(
            points in prop::collection::vec((0.0..1000.0, 0.0..600.0, 10.0..250.0), 1..70)
        ) {
            let places: Vec<_> = points.iter().map(|&(x, y, _)| (x, y)).collect();
            let wanted: Vec<_> = points
                .iter()
                .map(|&(x, y, width)| Wanted { point: (x, y), width })
                .collect();
            let room = room(&places);
            let placed = place_labels(&room, &wanted);
            prop_assert_eq!(&placed, &place_labels(&room, &wanted));
            prop_assert_eq!(placed.len(), wanted.len());
            let areas: Vec<Area> = placed.iter().flatten().map(|p| p.area).collect();
            for (k, area) in areas.iter().enumerate() {
                prop_assert!(AREA.holds(area));
                prop_assert!(room.taken.iter().all(|taken| !taken.meets(area)));
                prop_assert!(areas.iter().skip(k + 1).all(|other| !other.meets(area)));
            }
            for leader in placed.iter().flatten().filter_map(|p| p.leader) {
                prop_assert!(areas.iter().all(|area| !area.is_crossed_by(leader)));
            }
        }
    }
}
