//! Phone numbers as people read them.

/// The country codes with two digits. All others have three, except 1 and 7.
const TWO_DIGITS: &str = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 \
    64 65 66 81 82 84 86 90 91 92 93 94 95 98";

/// A number in E.164 form with its country code apart and its other digits in groups, e.g. `+49 151 234 567 89`.
pub(crate) fn grouped(number: &str) -> String {
    let digits = number.trim_start_matches('+');
    let code_length = match digits.get(..2) {
        Some(start) if start.starts_with(['1', '7']) => 1,
        Some(start) if TWO_DIGITS.split(' ').any(|code| code == start) => 2,
        _ => 3,
    };
    let (code, mut rest) = digits.split_at_checked(code_length).unwrap_or((digits, ""));
    let mut grouped = format!("+{code}");
    while !rest.is_empty() {
        // No digit is left alone.
        let length = if rest.len() == 4 {
            4
        } else {
            rest.len().min(3)
        };
        let (group, others) = rest.split_at(length);
        grouped.push(' ');
        grouped.push_str(group);
        rest = others;
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_code_is_apart_and_no_digit_alone() {
        assert_eq!(grouped("+14155550132"), "+1 415 555 0132");
        assert_eq!(grouped("+4915123456789"), "+49 151 234 567 89");
        assert_eq!(grouped("+35312345678"), "+353 123 456 78");
        assert_eq!(grouped("+4989123"), "+49 891 23");
        assert_eq!(grouped("+1"), "+1");
    }
}
