//! Whole numbers as bytes: seven bits a byte, small numbers short, signs folded in.

use std::io::{self, Read, Write};

pub fn write_unsigned(out: &mut dyn Write, mut value: u128) -> io::Result<()> {
    let mut bytes = [0u8; 19];
    let mut length = 0;
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        bytes[length] = if value == 0 { low } else { low | 0x80 };
        length += 1;
        if value == 0 {
            return out.write_all(&bytes[..length]);
        }
    }
}

pub fn read_unsigned(input: &mut dyn Read) -> io::Result<u128> {
    let mut value = 0u128;
    for place in 0..19 {
        let mut byte = [0u8; 1];
        input.read_exact(&mut byte)?;
        value |= u128::from(byte[0] & 0x7f) << (7 * place);
        if byte[0] & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(damaged("a number has no end"))
}

pub fn write_signed(out: &mut dyn Write, value: i128) -> io::Result<()> {
    write_unsigned(out, ((value << 1) ^ (value >> 127)) as u128)
}

pub fn read_signed(input: &mut dyn Read) -> io::Result<i128> {
    let folded = read_unsigned(input)?;
    Ok((folded >> 1) as i128 ^ -((folded & 1) as i128))
}

pub fn read_u64(input: &mut dyn Read) -> io::Result<u64> {
    u64::try_from(read_unsigned(input)?).map_err(|_| damaged("a number is too large"))
}

/// A length must match what the scenario asks for: nothing is allocated on a file's word.
pub fn expect(input: &mut dyn Read, expected: usize, what: &str) -> io::Result<()> {
    if read_unsigned(input)? == expected as u128 {
        Ok(())
    } else {
        Err(damaged(&format!("{what}: another length than the scenario's")))
    }
}

pub fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// A column of whole numbers that are summed.
pub trait Number: Copy + Default {
    fn add(&mut self, other: Self);
    fn widen(self) -> i128;
    fn narrow(wide: i128) -> Option<Self>;
}

macro_rules! number {
    ($($t:ty),*) => {$(impl Number for $t {
        #[inline(always)]
        fn add(&mut self, other: Self) { *self = self.wrapping_add(other); }
        fn widen(self) -> i128 { self as i128 }
        fn narrow(wide: i128) -> Option<Self> { <$t>::try_from(wide).ok() }
    })*};
}
number!(u32, i64, i128);

/// Adds `other` to `into` element by element and empties it.
pub fn absorb<T: Number>(into: &mut [T], other: &mut [T]) {
    for (sum, more) in into.iter_mut().zip(other) {
        sum.add(*more);
        *more = T::default();
    }
}

pub fn write_column<T: Number>(out: &mut dyn Write, column: &[T]) -> io::Result<()> {
    write_unsigned(out, column.len() as u128)?;
    let mut at = 0;
    while at < column.len() {
        // A run of zeros is its marker and length: most cells of a small ensemble are empty.
        let value = column[at].widen();
        write_signed(out, value)?;
        at += 1;
        if value == 0 {
            let zeros = column[at..].iter().take_while(|v| v.widen() == 0).count();
            write_unsigned(out, zeros as u128)?;
            at += zeros;
        }
    }
    Ok(())
}

pub fn read_column<T: Number>(input: &mut dyn Read, column: &mut [T], what: &str) -> io::Result<()> {
    expect(input, column.len(), what)?;
    let mut at = 0;
    while at < column.len() {
        let value = read_signed(input)?;
        column[at] = T::narrow(value).ok_or_else(|| damaged("a number is too large"))?;
        at += 1;
        if value == 0 {
            let zeros = read_u64(input)? as usize;
            if zeros > column.len() - at {
                return Err(damaged("too many zeros"));
            }
            column[at..at + zeros].fill(T::default());
            at += zeros;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn columns_read_back_as_written(column in proptest::collection::vec(prop_oneof![Just(0i64), any::<i64>()], 0..200)) {
            let mut bytes = Vec::new();
            write_column(&mut bytes, &column).unwrap();
            let mut back = vec![7i64; column.len()];
            read_column(&mut bytes.as_slice(), &mut back, "test").unwrap();
            prop_assert_eq!(back, column);
        }

        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let mut column = vec![0u32; 20];
            let _ = read_column(&mut bytes.as_slice(), &mut column, "test");
        }
    }

    #[test]
    fn the_widest_numbers_survive() {
        for value in [0, -1, 1, i128::MAX, i128::MIN] {
            let mut bytes = Vec::new();
            write_signed(&mut bytes, value).unwrap();
            assert_eq!(read_signed(&mut bytes.as_slice()).unwrap(), value);
        }
    }
}
