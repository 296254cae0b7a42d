//! Instruments that passages have from others of their exchange.

use std::io;

use super::Facts;
use super::facts::{EXCHANGE, INSTRUMENTS, field};

/// An exchange none of whose passages had instruments so far.
const NONE_YET: u32 = u32::MAX;

impl Facts {
    /// Gives passages of an exchange that have no instruments those of the last one before them in
    /// it that has any; `order` is that in which passages stand in their documents.
    ///
    /// # Errors
    /// When the temporary file cannot be written or read.
    pub fn carry_over_instruments(&mut self, order: &[u32]) -> io::Result<()> {
        let mut last = vec![NONE_YET; self.names.len()];
        let records = self.records.get_mut();
        for &i in order {
            let record = records.get(i as usize)?;
            let (exchange, own) = (field(record, EXCHANGE), field(record, INSTRUMENTS));
            let is_in_exchange = self
                .names
                .get(exchange)
                .is_some_and(|name| !name.is_empty());
            let Some(last) = last.get_mut(exchange as usize).filter(|_| is_in_exchange) else {
                continue;
            };
            if self
                .instruments
                .get(own)
                .is_some_and(|list| !list.is_empty())
            {
                *last = own;
            } else if *last != NONE_YET {
                let mut record = record.to_vec();
                let place = 4 * INSTRUMENTS;
                if let Some(slot) = record.get_mut(place..place + 4) {
                    slot.copy_from_slice(&last.to_le_bytes());
                }
                records.set(i as usize, &record)?;
            }
        }
        Ok(())
    }
}
