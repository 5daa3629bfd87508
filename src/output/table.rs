//! Rows of a CSV file. Numbers carry every digit needed to read them back; nothing is not-a-number.

use std::fmt::Write as _;
use std::io::{self, Write};

pub struct Table<'o> {
    writer: csv::Writer<&'o mut dyn Write>,
    text: String,
}

impl<'o> Table<'o> {
    pub fn new<S: AsRef<str>>(
        out: &'o mut dyn Write,
        header: impl IntoIterator<Item = S>,
    ) -> io::Result<Self> {
        let mut table = Table {
            writer: csv::WriterBuilder::new()
                .buffer_capacity(1 << 16)
                .from_writer(out),
            text: String::new(),
        };
        for name in header {
            table.text(name.as_ref())?;
        }
        table.end()?;
        Ok(table)
    }

    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_field(text).map_err(io::Error::from)
    }

    pub fn count(&mut self, count: u64) -> io::Result<()> {
        self.text.clear();
        let _ = write!(self.text, "{count}");
        self.writer.write_field(&self.text).map_err(io::Error::from)
    }

    /// The shortest text that reads back as the same number; an empty cell where there is none.
    pub fn number(&mut self, number: f64) -> io::Result<()> {
        self.text.clear();
        push_number(&mut self.text, number);
        self.writer.write_field(&self.text).map_err(io::Error::from)
    }

    pub fn optional(&mut self, number: Option<f64>) -> io::Result<()> {
        match number {
            Some(number) => self.number(number),
            None => self.text(""),
        }
    }

    pub fn end(&mut self) -> io::Result<()> {
        self.writer.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    /// Must be called: a full disk shows only here.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

fn push_number(text: &mut String, number: f64) {
    let size = number.abs();
    let _ = if !number.is_finite() {
        Ok(())
    } else if number == 0.0 {
        write!(text, "0")
    } else if (1e-5..1e15).contains(&size) {
        write!(text, "{number}")
    } else {
        write!(text, "{number:e}")
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_read_back_bit_for_bit(number in proptest::num::f64::NORMAL) {
            let mut text = String::new();
            push_number(&mut text, number);
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits());
        }
    }

    #[test]
    fn what_is_no_number_is_an_empty_cell() {
        for odd in [f64::NAN, f64::INFINITY] {
            let mut text = String::new();
            push_number(&mut text, odd);
            assert_eq!(text, "");
        }
    }
}
