//! Summed values of clusters, one after the other in flat lists: there may be a hundred thousand
//! clusters in each of fifty cells.

/// Values of clusters, in the order of their numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ClusterSums {
    n_values: usize,
    numbers: Vec<u32>,
    /// Whether a passage of the cluster is coded.
    is_coded: Vec<bool>,
    /// `n_values` of each cluster.
    values: Vec<f64>,
}

impl ClusterSums {
    /// None, of `n_values` numbers each.
    pub(super) fn new(n_values: usize) -> Self {
        Self {
            n_values,
            numbers: Vec::new(),
            is_coded: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Adds values to those of a cluster.
    pub(super) fn add(&mut self, number: usize, is_coded: bool, values: impl Iterator<Item = f64>) {
        let place = self.place(u32::try_from(number).unwrap_or(u32::MAX));
        if let Some(known) = self.is_coded.get_mut(place) {
            *known |= is_coded;
        }
        let start = place * self.n_values;
        let sums = self.values.get_mut(start..start + self.n_values);
        for (sum, value) in sums.into_iter().flatten().zip(values) {
            *sum += value;
        }
    }

    /// The place of a cluster, which is made where there is none. Clusters mostly come in their
    /// order.
    fn place(&mut self, number: u32) -> usize {
        let n = self.numbers.len();
        let place = match self.numbers.last() {
            Some(&last) if last == number => return n - 1,
            Some(&last) if last > number => match self.numbers.binary_search(&number) {
                Ok(place) => return place,
                Err(place) => place,
            },
            _ => n,
        };
        self.numbers.insert(place, number);
        self.is_coded.insert(place, false);
        let start = place * self.n_values;
        self.values
            .splice(start..start, std::iter::repeat_n(0.0, self.n_values));
        place
    }

    /// The number of clusters.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number of clusters with a coded passage.
    pub(super) fn n_coded(&self) -> usize {
        self.is_coded.iter().filter(|is_coded| **is_coded).count()
    }

    /// The values of each cluster.
    pub(super) fn values(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.n_values.max(1))
    }

    /// Other numbers of the same clusters, `n_values` each.
    pub(super) fn mapped(&self, n_values: usize, map: impl Fn(&[f64]) -> Vec<f64>) -> Self {
        Self {
            n_values,
            numbers: self.numbers.clone(),
            is_coded: self.is_coded.clone(),
            values: self.values().flat_map(map).collect(),
        }
    }

    /// The clusters of several parts, with `n_values` numbers each: those of a part, changed by
    /// `change`, are added from the place on that stands beside it.
    pub(super) fn joined(
        parts: &[(&Self, usize)],
        n_values: usize,
        change: impl Fn(usize, f64) -> f64,
    ) -> Self {
        let mut numbers: Vec<u32> = Vec::new();
        for (part, _) in parts {
            numbers.extend(&part.numbers);
        }
        numbers.sort_unstable();
        numbers.dedup();
        let mut joined = Self {
            n_values,
            is_coded: vec![false; numbers.len()],
            values: vec![0.0; numbers.len() * n_values],
            numbers,
        };
        for (i, (part, offset)) in parts.iter().enumerate() {
            let mut rest = joined
                .numbers
                .iter()
                .zip(&mut joined.is_coded)
                .zip(joined.values.chunks_exact_mut(n_values.max(1)));
            let own = part.numbers.iter().zip(&part.is_coded).zip(part.values());
            for ((number, is_coded), values) in own {
                let Some(((_, known), sums)) = rest.find(|((other, _), _)| *other == number) else {
                    break;
                };
                *known |= is_coded;
                for (sum, value) in sums.iter_mut().skip(*offset).zip(values) {
                    *sum += change(i, *value);
                }
            }
        }
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(of: &[(usize, bool, [f64; 2])]) -> ClusterSums {
        let mut sums = ClusterSums::new(2);
        for (number, is_coded, values) in of {
            sums.add(*number, *is_coded, values.iter().copied());
        }
        sums
    }

    #[test]
    fn clusters_add_up_in_whatever_order_they_come() {
        let found = sums(&[
            (7, false, [1.0, 2.0]),
            (3, true, [0.5, 0.0]),
            (9, false, [4.0, 4.0]),
            (3, false, [0.25, 1.0]),
        ]);
        let want = [[0.75, 1.0], [1.0, 2.0], [4.0, 4.0]];
        assert!(found.values().eq(want.iter().map(|values| &values[..])));
        assert_eq!((found.len(), found.n_coded()), (3, 1));
    }

    #[test]
    fn joined_parts_stand_beside_each_other() {
        let a = sums(&[(1, true, [1.0, 2.0]), (4, false, [3.0, 4.0])]);
        let b = sums(&[(4, true, [5.0, 6.0]), (6, false, [7.0, 8.0])]);
        let beside = ClusterSums::joined(&[(&a, 0), (&b, 2)], 4, |_, value| value);
        let want = [
            [1.0, 2.0, 0.0, 0.0],
            [3.0, 4.0, 5.0, 6.0],
            [0.0, 0.0, 7.0, 8.0],
        ];
        assert!(beside.values().eq(want.iter().map(|values| &values[..])));
        assert_eq!(beside.n_coded(), 2);
        let minus = ClusterSums::joined(&[(&a, 0), (&b, 0)], 2, |part, value| {
            if part == 0 { value } else { -value }
        });
        let want = [[1.0, 2.0], [-2.0, -2.0], [-7.0, -8.0]];
        assert!(minus.values().eq(want.iter().map(|values| &values[..])));
    }
}
